import { fakePrompts } from '@prompts/core/testing';
import { expect, test } from 'vitest';
import { createAppPrompts, renderAll } from './prompts.mjs';

test('an app reads its prompts', async () => {
  const prompts = await createAppPrompts();
  console.log(await renderAll(prompts));
  await prompts.close();
});

test('an app reads fake prompts', async () => {
  expect(await fakePrompts({ greeting: 'Hello {{name}}' }).render('greeting', { name: 'Ada' })).toBe('Hello Ada');
});
