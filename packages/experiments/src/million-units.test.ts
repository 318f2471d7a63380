import { createPrompts } from '@prompts/core';
import { expect, it } from 'vitest';
import { experiments } from './experiments.ts';
import { MemoryStore } from './store/memory-store.ts';

const maxEntries = 1_000_000;
const place = { experiment: 'tone', seed: 'tone' };

/** Returns a store that counts what it ignores. */
function createStore() {
  const state = { ignored: 0 };
  const store = new MemoryStore(() => {
    state.ignored += 1;
  });
  return { state, store };
}

it('memory holds a million units, and ignores further ones', async () => {
  const { state, store } = createStore();
  for (let unit = 0; unit < maxEntries + 10; unit += 1) {
    store.addExposure({ ...place, unit: `u${unit}`, variant: 'a', exposedAtMs: 1 });
  }
  store.addExposure({ ...place, unit: 'u1', variant: 'b', exposedAtMs: 0 });
  expect(state.ignored).toBe(10);
  expect((await store.summarise('tone', 'tone')).map(({ variant, units }) => [variant, units])).toEqual([
    ['a', maxEntries - 1],
    ['b', 1],
  ]);
});

it('memory holds a million values of units that are not exposed yet, and ignores further ones', async () => {
  const { state, store } = createStore();
  const value = { ...place, unit: 'u1', metric: 'words', value: 1, recordedAtMs: 1 };
  for (let index = 0; index < maxEntries + 10; index += 1) store.addValue(value);
  expect(state.ignored).toBe(11);
  store.addExposure({ ...place, unit: 'u1', variant: 'a', exposedAtMs: 1 });
  expect((await store.summarise('tone', 'tone'))[0]?.metrics.words?.sum).toBe(maxEntries - 1);
});

it('more units than a process knows to be exposed are counted once each, even if they are read without a pause', async () => {
  const units = 110_000;
  const variants = { control: 'support', friendly: 'friendly' };
  const tests = experiments({ tone: { prompt: 'support', variants, unit: 'userId' } });
  await using prompts = await createPrompts({ systemPrompts: { support: 'a', friendly: 'b' }, hooks: [tests] });
  for (let read = 0; read < units + 50; read += 1) prompts.peek('support', { context: { userId: read % units } });
  await Promise.resolve();
  const { control, friendly } = (await tests.report('tone')).variants;
  expect(control.units + friendly.units).toBe(units);
});
