import { createPrompts } from '@prompts/core';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { textParts } from './text-parts.ts';

it.each([
  ['a {{x}} b', ['a ', { variable: 'x' }, ' b']],
  ['{{user.name}}{{x}}', ['', { variable: 'user.name' }, '', { variable: 'x' }, '']],
  ['{{user}} {{user.name}}', ['', { variable: 'user' }, ' {{user.name}}']],
  ['{{user.name}} {{user}}', ['{{user.name}} ', { variable: 'user' }, '']],
  [
    '{{__proto__.polluted}} {{constructor.polluted}}',
    ['', { variable: '__proto__.polluted' }, ' ', { variable: 'constructor.polluted' }, ''],
  ],
  ['\\{{x}}', ['{{x}}']],
])('splits %j, and changes no object of the runtime', async (text, expected) => {
  await using prompts = await createPrompts({ systemPrompts: { it: text } });
  const parts = expected.map((part) => (typeof part === 'string' ? { literal: part } : part));
  expect(textParts(await prompts.get('it'))).toEqual(parts);
  expect(({} as { polluted?: string }).polluted ?? (Object as { polluted?: string }).polluted).toBeUndefined();
});

it.each([
  ['mustache', '\\{{no}} {{x}} {y}', ['{{no}} ', { variable: 'x' }, ' {y}']],
  ['brace', '\\{no} {x} {{!}}', ['{no} ', { variable: 'x' }, ' {{!}}']],
  ['none', '{{x}} {y}', ['{{x}} {y}']],
] as const)('splits a text in %s syntax whose schema accepts numbers only', async (syntax, content, expected) => {
  const it = { content, syntax, variables: z.object({ x: z.number() }) };
  await using prompts = await createPrompts({ systemPrompts: { it } });
  const parts = expected.map((part) => (typeof part === 'string' ? { literal: part } : part));
  expect(textParts(await prompts.get('it'))).toEqual(parts);
});
