import { expect, it } from 'vitest';
import { serve } from './test-support/serve-desk.ts';

it('a refresh ends if more texts depend on each other than are loaded at the same time', async () => {
  const names = Array.from({ length: 65 }, (_, index) => `page${index}`);
  const pages = Object.fromEntries(names.map((name) => [name, '{{> part}}']));
  const { desk, prompts } = await serve({ texts: { ...pages, part: '1' } });
  await prompts.refresh();
  desk.texts.set('part', '2');
  expect((await prompts.refresh()).changed).toHaveLength(66);
  expect(prompts.peek('page0')?.content).toBe('2');
  await prompts.close();
});
