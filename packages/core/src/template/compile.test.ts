import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../../scripts/test/shared-data.ts';
import { compileTemplate } from './compile.ts';
import type { TemplateSyntax } from './placeholders.ts';
import type { MissingPolicy } from './render-arguments.ts';
import type { Variables } from './text-variables.ts';

const compile = (text: string, syntax: TemplateSyntax = 'mustache') =>
  compileTemplate(text, syntax, { name: 'it', provider: 'test' });
const render = (text: string, variables?: Variables, missing?: MissingPolicy) =>
  compile(text).render(variables, missing && { missing });

describe('a value', () => {
  it.each<[string, unknown, string]>([
    ['a string', 'Ada', 'Ada'],
    ['an empty string', '', ''],
    ['zero', 0, '0'],
    ['minus zero', -0, '0'],
    ['a fraction', 0.1, '0.1'],
    ['NaN', Number.NaN, 'NaN'],
    ['infinity', Number.POSITIVE_INFINITY, 'Infinity'],
    ['true', true, 'true'],
    ['false', false, 'false'],
    ['a bigint', 2n ** 64n, '18446744073709551616'],
    ['null', null, ''],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a list', [1, 'two', null], '[1,"two",null]'],
    ['an object', { a: { b: 1 } }, '{"a":{"b":1}}'],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['an object with toJSON', { toJSON: () => ({ shown: true }) }, '{"shown":true}'],
  ])('is converted to text if it is %s', (_, value, expected) => {
    expect(render('<{{it}}>', { it: value })).toBe(`<${expected}>`);
  });

  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  it.each<[string, unknown]>([
    ['a function', () => 'x'],
    ['a symbol', Symbol('x')],
    ['an object that contains itself', cycle],
    ['an object that contains a bigint', { big: 1n }],
    ['an invalid date', new Date(Number.NaN)],
  ])('causes an error that names the variable if it is %s', (_, value) => {
    expect(() => render('{{it}}', { it: value })).toThrow(
      expect.objectContaining({ code: 'CONTENT_INVALID', prompt: 'it', message: expect.stringContaining("'it'") }),
    );
  });

  it.each(['$&', '$1', '$`', "$'", '$$', '{{other}}', '\\{{', '\\', '<b>&"</b>', '👩‍💻', '\0', '\uD800'])(
    'is inserted unchanged and never scanned again: %j',
    (value) => {
      expect(render('a {{it}} b {{it}} c', { it: value, other: 'no' })).toBe(`a ${value} b ${value} c`);
    },
  );
});

describe('a name', () => {
  it.each([
    ['{{name}}', ['name']],
    ['{{ name }}{{\tname\t}}', ['name']],
    ['{{b}}{{a}}{{b}}', ['b', 'a']],
    ['{{user.name}}', ['user.name']],
    ['{{a.b.c.d}}', ['a.b.c.d']],
    ['{{_a1}}{{$b}}', ['_a1', '$b']],
    ['{{größe}}{{名前}}', ['größe', '名前']],
    ['{{{name}}}', ['name']],
    ['{{constructor}}{{__proto__}}', ['constructor', '__proto__']],
  ])('is found in %s', (text, names) => {
    expect(compile(text).variables).toEqual(names);
  });

  it.each([
    '{{Server Name}}',
    '{{}}',
    '{{ }}',
    '{{.}}',
    '{{.a}}',
    '{{a.}}',
    '{{a..b}}',
    '{{a . b}}',
    '{{1}}',
    '{{items.0}}',
    '{{a-b}}',
    '{{#if a}}{{/if}}',
    '{{> partial}}',
    '{{! comment }}',
    '{{&a}}',
    "{{ a ? a : 'b' }}",
    '{{a',
    '{{a}',
    '{a}',
    '{{a\n}}',
    '{ {a} }',
    'a}}',
    '{{',
    '',
    '$' + '{a} %7B',
    `{{${' '.repeat(101)}a}}`,
  ])('is not found in %j, which stays text', (text) => {
    const template = compile(text);
    expect(template.variables).toEqual([]);
    expect(template.render({ a: 'no' })).toBe(text);
  });

  it('leaves additional braces in the text', () => {
    expect(render('{{{a}}} {"k": {{a}}}', { a: 1 })).toBe('{1} {"k": 1}');
  });

  it('reads own properties only', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'user.constructor', 'text.length']) {
      expect(render(`<{{${name}}}>`, { user: {}, text: 'x' }, 'empty'), name).toBe('<>');
    }
    class Person {
      own = 'own';
      get inherited() {
        return 'inherited';
      }
    }
    expect(render('{{p.own}}<{{p.inherited}}>', { p: new Person() }, 'empty')).toBe('own<>');
  });

  it('reads an own property of any name', () => {
    const variables = JSON.parse('{"__proto__": "p", "constructor": "c", "toString": "t"}');
    expect(render('{{__proto__}}{{constructor}}{{toString}}', variables)).toBe('pct');
  });

  it('reads nested objects, and nothing from other values', () => {
    expect(render('{{a.b.c}}', { a: { b: { c: 1 } } })).toBe('1');
    for (const a of [null, undefined, 'text', 5, () => {}]) expect(render('<{{a.b}}>', { a }, 'empty')).toBe('<>');
  });
});

describe('an escape', () => {
  it.each([
    ['\\{{name}}', '{{name}}'],
    ['\\{{name}} {{name}}', '{{name}} Ada'],
    ['\\{{', '{{'],
    ['\\{{ no name }}', '{{ no name }}'],
    ['\\\\{{name}}', '\\{{name}}'],
    ['\\{name}', '\\{name}'],
  ])('renders %s as %s', (text, expected) => {
    expect(render(text, { name: 'Ada' })).toBe(expected);
  });
});

describe('a variable without a value', () => {
  const text = '{{a}} {{ b.c }} {{d}} {{a}}';

  it('causes an error that names each missing variable once', () => {
    expect(() => render(text, { d: 1 })).toThrow(
      expect.objectContaining({
        code: 'VARIABLE_MISSING',
        prompt: 'it',
        provider: 'test',
        retryable: false,
        message: expect.stringMatching(/'it' needs a value for 'a', 'b\.c':/),
      }),
    );
    expect(() => render(text)).toThrow("'a', 'b.c', 'd'");
    expect(() => render(text, { a: undefined, d: 1 })).toThrow("'a'");
  });

  it('stays as written with missing: keep', () => {
    expect(render(text, { a: 1 }, 'keep')).toBe('1 {{ b.c }} {{d}} 1');
  });

  it('is rendered as nothing with missing: empty', () => {
    expect(render(text, { a: 1 }, 'empty')).toBe('1   1');
  });
});

describe('syntax', () => {
  it('brace finds {name}, and leaves the outer braces of {{name}}', () => {
    expect(compile('{a} { b } {c.d} {a}', 'brace').variables).toEqual(['a']);
    expect(compile('{a} {{a}} { a }', 'brace').render({ a: 1 })).toBe('1 {1} { a }');
    expect(compile('{a}{b}', 'brace').render({ a: '{b}', b: 2 })).toBe('{b}2');
  });

  it.each([
    ['\\{a}', '{a}'],
    ['\\{a} {a} \\{', '{a} 1 {'],
    ['\\\\{a}', '\\{a}'],
    ['\\{{a}}', '{1}'],
    ['{"k": \\{}}', '{"k": {}}'],
    ['\\}', '\\}'],
  ])('brace writes a literal brace for an escape: %s as %s', (text, expected) => {
    expect(compile(text, 'brace').render({ a: 1 })).toBe(expected);
  });

  it.each(['{1}', '{0a}', '{}', '{a-b}', '{a b}', '\\d{2}', 'a{1,3}'])(
    'brace leaves %s, which is not a name',
    (text) => {
      expect(compile(text, 'brace')).toMatchObject({ variables: [] });
      expect(compile(text, 'brace').render({ 1: 'no', a: 'no' })).toBe(text);
      expect(compile('{_a1}{B}', 'brace').variables).toEqual(['_a1', 'B']);
    },
  );

  it('none finds nothing', () => {
    const template = compile('{{a}} {a} \\{{', 'none');
    expect(template.variables).toEqual([]);
    expect(template.render({ a: 1 })).toBe('{{a}} {a} \\{{');
  });
});

it('renders the same text every time, whatever was rendered before', () => {
  const { render: again, variables } = compile('{{a}}-{{b}}');
  expect(again({ a: 1, b: 2 })).toBe('1-2');
  expect(again({ a: 3 }, { missing: 'empty' })).toBe('3-');
  expect(() => again({})).toThrow("'a', 'b'");
  expect(again({ a: 1, b: 2 })).toBe('1-2');
  expect(Object.isFrozen(variables)).toBe(true);
});

interface SpecCase {
  readonly name: string;
  readonly data: Variables;
  readonly template: string;
  readonly expected: string;
}

it('renders plain names as the mustache specification requires', (context) => {
  const file = sharedData('security/mustache-spec/interpolation.json');
  if (file === undefined) return context.skip(noSharedData);
  const { tests } = JSON.parse(readFileSync(file, 'utf8')) as { tests: SpecCase[] };
  // Not supported on purpose: escaping, and with it `{{{` and `{{&`; sections; the implicit `{{.}}`.
  const plain = tests.filter(({ name, template }) => name !== 'HTML Escaping' && !/\{\{[&{#.]/.test(template));
  expect(plain).toHaveLength(15);
  for (const { name, template, data, expected } of plain) expect(render(template, data, 'empty'), name).toBe(expected);
});
