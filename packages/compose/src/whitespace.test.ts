import { describe, expect, it } from 'vitest';
import { composed } from './test-support/serve.ts';

type Texts = Readonly<Record<string, string>>;

/** Named after the cases of `partials` in the mustache specification. "Recursion" is missing: it needs sections, which end it. */
const partials: [name: string, page: string, others: Texts, expected: string][] = [
  ['Basic Behavior', '<{{>rule}}>', { rule: 'be brief' }, '<be brief>'],
  ['Context', '<{{>rule}}>', { rule: 'be {{tone}}' }, '<be {{tone}}>'],
  ['Nested', '{{>rules}}', { rules: '({{first}} {{>last}})', last: '{{second}}.' }, '({{first}} {{second}}.)'],
  ['Surrounding Whitespace', '[ {{>tab}} ]', { tab: '\t-\t' }, '[ \t-\t ]'],
  ['Inline Indentation', '  {{mark}}  {{> two}}\n', { two: 'a\nb' }, '  {{mark}}  a\nb\n'],
  ['Standalone Line Endings', 'a\r\n{{>rule}}\r\nz', { rule: '-' }, 'a\r\n-z'],
  ['Standalone Without Previous Line', '  {{>two}}\nz', { two: 'a\nb' }, '  a\n  bz'],
  ['Standalone Without Newline', 'z\n  {{>two}}', { two: 'a\nb' }, 'z\n  a\n  b'],
  ['Standalone Indentation', '-\n {{>list}}\n-\n', { list: 'a\n{{b}}\nc\n' }, '-\n a\n {{b}}\n c\n-\n'],
  ['Padding Whitespace', '-{{>  rule\t}}-', { rule: 'x' }, '-x-'],
];

/**
 * Named after the cases of `~inheritance`. Missing are "Sections", "Negative Sections", "Mustache Injection" and "Block scope", which
 * need sections, and "Recursion", whose texts include each other.
 */
const inheritance: [name: string, page: string, others: Texts, expected: string][] = [
  ['Default', '{{$greeting}}Hello{{/greeting}}\n', {}, 'Hello\n'],
  ['Variable', '{{$greeting}}Hello {{name}}!{{/greeting}}\n', {}, 'Hello {{name}}!\n'],
  ['Triple Mustache', '{{$greeting}}Hello {{{name}}}!{{/greeting}}\n', {}, 'Hello {{{name}}}!\n'],
  ['Inherit', '{{<base}}{{/base}}\n', { base: '{{$tone}}kind{{/tone}}' }, 'kind'],
  [
    'Overridden content',
    '{{<base}}{{$tone}}brief{{/tone}}{{/base}}',
    { base: 'Be {{$tone}}kind{{/tone}}.' },
    'Be brief.',
  ],
  ['Data does not override block', '{{<base}}{{$a}}mine{{/a}}{{/base}}', { base: '{{$a}}yours{{/a}}' }, 'mine'],
  ['Data does not override block default', '{{<base}}{{/base}}', { base: '{{$a}}yours{{/a}}' }, 'yours'],
  ['Overridden parent', 'Now {{<base}}{{$a}}mine{{/a}}{{/base}}', { base: '{{$a}}yours{{/a}}' }, 'Now mine'],
  [
    'Two overridden parents',
    'x {{<base}}{{$a}}1{{/a}}{{/base}} {{<base}}{{$a}}2{{/a}}{{/base}}\n',
    { base: '({{$a}}0{{/a}}{{$b}}, same{{/b}})' },
    'x (1, same) (2, same)\n',
  ],
  [
    'Override parent with newlines',
    '{{<base}}{{$list}}\n- a\n\n- b\n{{/list}}{{/base}}',
    { base: '{{$list}}none{{/list}}' },
    '- a\n\n- b\n',
  ],
  [
    'Inherit indentation',
    '{{<base}}{{$step}}wait{{/step}}{{/base}}',
    { base: 'First:\n  {{$step}}read all of it{{/step}}\n' },
    'First:\n  wait\n',
  ],
  [
    'Only one override',
    '{{<base}}{{$b}}B{{/b}}{{/base}}',
    { base: '{{$a}}first{{/a}}, {{$b}}second{{/b}}' },
    'first, B',
  ],
  ['Parent template', '{{>base}} = {{<base}}{{/base}}', { base: '{{$a}}text{{/a}}' }, 'text = text'],
  [
    'Multi-level inheritance',
    '{{<one}}{{$a}}page{{/a}}{{/one}}',
    { one: '{{<two}}{{$a}}one{{/a}}{{/two}}', two: '{{<three}}{{$a}}two{{/a}}{{/three}}', three: '{{$a}}three{{/a}}' },
    'page',
  ],
  [
    'Multi-level inheritance, no sub child',
    '{{<one}}{{/one}}',
    { one: '{{<two}}{{$a}}one{{/a}}{{/two}}', two: '{{<three}}{{$a}}two{{/a}}{{/three}}', three: '{{$a}}three{{/a}}' },
    'one',
  ],
  [
    'Text inside parent (with a block)',
    '{{<base}} lost {{$a}}mine{{/a}} lost, too {{/base}}',
    { base: '{{$a}}yours{{/a}}' },
    'mine',
  ],
  ['Text inside parent (without a block)', '{{<base}} lost {{/base}}', { base: '{{$a}}yours{{/a}}' }, 'yours'],
  ['Standalone parent', 'Rules:\n  {{<base}}{{/base}}\n', { base: 'a\nb\n' }, 'Rules:\n  a\n  b\n'],
  [
    'Standalone block',
    '{{<base}}{{$list}}\na\nb{{/list}}\n{{/base}}\n',
    { base: 'Rules:\n  {{$list}}{{/list}}\n' },
    'Rules:\n  a\n  b\n',
  ],
  [
    'Block reindentation',
    '{{<base}}{{$list}}\n    a\n    b\n{{/list}}{{/base}}\n',
    { base: 'Rules:\n  {{$list}}\n  {{/list}}\n' },
    'Rules:\n  a\n  b\n',
  ],
  [
    'Intrinsic indentation',
    '{{<base}}{{$list}}\na\nb\n{{/list}}{{/base}}\n',
    { base: 'Rules:\n{{$list}}\n  none\n{{/list}}\n' },
    'Rules:\n  a\n  b\n',
  ],
  [
    'Nested block reindentation',
    '{{<one}}{{$inner}}\nmine\n{{/inner}}{{/one}}\n',
    {
      one: '{{<two}}{{$list}}\n  a\n  {{$inner}}\n    b\n  {{/inner}}\n{{/list}}{{/two}}\n',
      two: '{{$list}}none{{/list}}',
    },
    'a\n  mine\n',
  ],
];

describe('a text composes as in the case of the mustache specification', () => {
  it.each([...partials, ...inheritance])('%s', async (_, page, others, expected) => {
    expect(await composed({ ...others, page })).toBe(expected);
  });

  it('Failed Lookup, with missing: empty', async () => {
    expect(await composed({ page: '<{{>rule}}>' }, { missing: 'empty' })).toBe('<>');
  });
});

describe('whitespace that the specification leaves open', () => {
  it.each<[string, string, Texts, string]>([
    [
      'an inner include is indented with the text around it',
      '  {{> b}}\n',
      { b: 'b {{> c}}\n', c: '1\n2' },
      '  b 1\n  2\n',
    ],
    [
      'indentations add up',
      '- a\n  {{> b}}\n',
      { b: '- b\n  {{> c}}\n', c: '- c\n- d\n' },
      '- a\n  - b\n    - c\n    - d\n',
    ],
    ['an empty block of its own line takes the line', 'a\n  {{$b}}{{/b}}\nc\n', {}, 'a\nc\n'],
    ['a block of its own lines keeps them', 'a\n{{$b}}\n  x\n  y\n{{/b}}\nc\n', {}, 'a\n  x\n  y\nc\n'],
    ['a block in a line keeps its own line breaks', 'a {{$b}}\nx\n{{/b}} c', {}, 'a \nx\n c'],
    [
      'an override without a line break does not join two lines',
      '{{<base}}{{$b}}mine{{/b}}{{/base}}',
      { base: 'a\n{{$b}}\n  yours\n{{/b}}\nc\n' },
      'a\n  mine\nc\n',
    ],
    [
      'an override keeps the indentation of its lines among each other',
      '{{<base}}\n  {{$b}}\n    - a\n      - b\n   - c\n  {{/b}}\n{{/base}}\n',
      { base: '> \n  {{$b}}{{/b}}\n' },
      '> \n  - a\n    - b\n  - c\n',
    ],
    [
      'an include in an override takes the indentation of the block',
      '{{<base}}{{$b}}\n    - a\n      {{> c}}\n{{/b}}{{/base}}',
      { base: 'x\n  {{$b}}{{/b}}\n', c: '- 1\n- 2\n' },
      'x\n  - a\n    - 1\n    - 2\n',
    ],
    ['Windows line ends stay', 'a\r\n  {{$b}}\r\n  x\r\n  {{/b}}\r\nc\r\n', {}, 'a\r\n  x\r\nc\r\n'],
    ['tabs indent, too', '\t{{> two}}\n', { two: 'a\nb\n' }, '\ta\n\tb\n'],
  ])('%s', async (_, page, others, expected) => {
    expect(await composed({ ...others, page })).toBe(expected);
  });
});
