import { expect, it } from 'vitest';
import { serve } from './test-support/serve-desk.ts';
import { settled } from './testing/settled.ts';

const texts = { page: 'p {{> part}} {{> base}}', part: '1', base: '1' };

it('a refresh ends if an earlier attempt brings a text that is published together with a new one', async () => {
  const { desk, prompts, clock } = await serve({ texts, cache: { ttl: 10 } });
  await prompts.get('page');
  const providePage = desk.delay('page');
  const provideBase = desk.delay('base');
  await clock.advance(20_000);
  prompts.peek('page');
  await settled();
  const providePart = desk.delay('part');
  const refreshing = prompts.refresh();
  provideBase('2');
  await settled();
  providePart('2');
  await settled();
  // The next attempt for the base begins together with that for the page, and only now.
  providePage('q {{> part}} {{> base}}');
  await refreshing;
  expect(prompts.peek('page')).toMatchObject({ content: 'q 2 2', state: 'fresh' });
  await prompts.close();
});

it('a refresh ends if reads fetch a text again before the attempt for another one is over', async () => {
  const { desk, prompts, clock } = await serve({ texts, cache: { ttl: 10 } });
  await prompts.get('page');
  const providePart = desk.delay('part');
  const provideBase = desk.delay('base');
  await clock.advance(20_000);
  prompts.peek('page');
  await settled();
  const refreshing = prompts.refresh(['part', 'base']);
  providePart(new Error('down'));
  for (const part of [new Error('still down'), '2']) {
    await settled();
    desk.texts.set('part', part);
    await clock.advance(4000);
    prompts.peek('part');
  }
  await settled();
  provideBase(new Error('down'));
  desk.texts.set('base', '2');
  expect((await refreshing).failed).toEqual([]);
  expect(prompts.peek('page')).toMatchObject({ content: 'p 2 2', state: 'fresh' });
  await prompts.close();
});

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
