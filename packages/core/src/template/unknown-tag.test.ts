import { expect, it } from 'vitest';
import { findUnknownTag } from './unknown-tag.ts';

it.each([
  ['{{#if x}}a{{/if}}', 1, '{{#if x}}'],
  ['one {{name}}\ntwo {{ x | upper }}', 2, '{{ x | upper }}'],
  ['one\r\n\r\n{{Server Name}}', 3, '{{Server Name}}'],
  ['{{}}', 1, '{{}}'],
  ['{{ ! a comment }} {{#a}}', 1, '{{ ! a comment }}'],
  ['{{&a}}', 1, '{{&a}}'],
  ['{{a.}}', 1, '{{a.}}'],
  ['{{a} and more', 1, '{{a} and more'],
  ['{{a\n}}', 1, '{{a'],
  ['{{ {{a}} }}', 1, '{{ {{a}} }}'],
  ['{{{{a}}}}', 1, '{{{{a}}}}'],
  [`{{${'x '.repeat(100)}}}`, 1, `{{${'x '.repeat(20)}`],
])('finds what is not a variable: %j', (text, line, tag) => {
  expect(findUnknownTag(text)).toEqual({ line, tag });
});

it.each([
  '',
  'plain',
  '{{name}} {{ user.name }} {{{name}}}',
  '\\{{#if x}}',
  '{a} {} } }}',
  '{{> name}} {{ > name key="text"}}',
  '{{< base}}{{$block}}mine{{/block}}{{/base}}',
])('accepts variables, includes, escapes and single braces: %j', (text) => {
  expect(findUnknownTag(text)).toBeUndefined();
});

it('counts the lines of the front matter', () => {
  expect(findUnknownTag('a\n{{#x}}', '---\ntitle: T\n---\na\n{{#x}}')).toMatchObject({ line: 5 });
});

it('takes linear time', () => {
  for (const text of ['{{> '.repeat(50_000), `${'\\{{'.repeat(50_000)}{{#`, `{{>${' {{a}}'.repeat(50_000)}`])
    findUnknownTag(text);
});
