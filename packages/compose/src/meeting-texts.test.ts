import type { TemplateSyntax } from '@prompts/core';
import { placeholders } from '@prompts/core/placeholders';
import { expect, it } from 'vitest';
import { serve } from './test-support/serve.ts';
import { joinTexts } from './text/join-texts.ts';

type Entries = Readonly<Record<string, string | object>>;

it.each<[string, Entries, string[], string]>([
  ['brace and brace', { page: '{{{> a}}', a: '{name}}' }, [], '{{name}}'],
  ['two braces and a name', { page: '{{{{> a}}', a: 'name}}' }, [], '{{name}}'],
  ['half a name and the rest', { page: '{{ na{{> a}}', a: 'me }} {{x}}' }, ['x'], '{{ name }} X'],
  ['a variable without its last brace', { page: '{{name}{{> a}}', a: '}' }, [], '{{name}}'],
  ['three texts', { page: '{{> a}}{{> b}}{{> c}}', a: '{', b: '{name', c: '}}' }, [], '{{name}}'],
  ['a literal argument and text', { page: '{{> a v="{"}}', a: '{{v}}{name}}' }, [], '{{name}}'],
  ['text and a literal argument', { page: '{{> a v="{name}}"}}', a: '{{{v}}' }, [], '{{name}}'],
  ['a backslash and braces', { page: '{{> a}}{{> b}}', a: 'C:\\', b: '{{#if}}' }, [], 'C:\\{{#if}}'],
  ['a backslash and an escape', { page: '{{> a}}{{> b}}', a: 'C:\\', b: '\\{{name}}' }, [], 'C:\\{{name}}'],
  ['a brace and a variable', { page: '{{{> a}}', a: '{{x}}' }, ['x'], '{X'],
  ['the text of a block', { page: '{{{$b}}{name}}{{/b}}' }, [], '{{name}}'],
  ['braces in brace syntax', { page: { content: '{na{{> a}}', syntax: 'brace' }, a: 'me}{x}' }, ['x'], '{name}X'],
  [
    'a backslash in brace syntax',
    { page: { content: '{{> a}}{{> b}}', syntax: 'brace' }, a: '\\', b: '{ "a"' },
    [],
    '\\{ "a"',
  ],
])('no variable or escape arises where texts meet: %s', async (_, entries, variables, expected) => {
  await using served = await serve({ entries });
  const prompt = await served.prompts.get('page');
  expect(prompt.variables).toEqual(variables);
  expect(prompt.render({ x: 'X', name: 'wrong' })).toBe(expected);
});

it('it stays so when the composed text is included', async () => {
  await using served = await serve({ entries: { page: '{{> outer}}{x}}', outer: '{{{> a}}', a: '{name}} {' } });
  expect(await served.prompts.render('page', { x: 'wrong', name: 'wrong' })).toBe('{{name}} {{x}}');
});

it.each<[string, Entries]>([
  ['directly', { page: '{{> a}}{{> b}}', a: 'C:\\', b: '{{name}}' }],
  ['with braces', { page: '{{> a}}{{> b}}', a: '\\{', b: '{{name}}' }],
  ['after an argument', { page: '{{> b v="C:\\\\"}}', b: '{{v}}{{name}}' }],
])('a backslash before a variable is CONTENT_INVALID: %s', async (_, entries) => {
  await using served = await serve({ entries });
  await expect(served.prompts.get('page')).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringContaining("'{{name}}'"),
  });
});

/** Renders a text as core does, with a mark for each variable. */
const render = (text: string, syntax: TemplateSyntax) =>
  text.replace(placeholders[syntax], (written, name) => (name === undefined ? written.slice(1) : `<${name}>`));

it.each<TemplateSyntax>(['mustache', 'brace'])('texts joined in any way render as each does alone: %s', (syntax) => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const tokens = ['{', '{{', '}', '}}', '\\', 'a', ' ', 'b', '{{a}}', '{a}', '\\{{', '\n', ''];
  const randomText = () => Array.from({ length: random(5) }, () => tokens[random(tokens.length)]).join('');
  let refused = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const texts = Array.from({ length: 1 + random(4) }, randomText);
    try {
      const joined = joinTexts(texts, syntax);
      expect(render(joined, syntax), JSON.stringify(texts)).toBe(texts.map((text) => render(text, syntax)).join(''));
    } catch (error) {
      if (!(error as Error).message.includes('backslash')) throw error;
      refused += 1;
    }
  }
  expect(refused).toBeLessThan(3000);
});
