import { expect, it } from 'vitest';
import { mapBounded } from './map-bounded.ts';

const nextTurn = () => new Promise(setImmediate);

it('processes all items with limited concurrency, and keeps their order', async () => {
  let inProgress = 0;
  let maxInProgress = 0;
  const items = Array.from({ length: 20 }, (_, index) => index);
  const results = await mapBounded(items, 3, async (item, index) => {
    inProgress += 1;
    maxInProgress = Math.max(maxInProgress, inProgress);
    for (let turns = 0; turns < 20 - item; turns += 1) await nextTurn();
    inProgress -= 1;
    return `${item}-${index}`;
  });
  expect(results).toEqual(items.map((item) => `${item}-${item}`));
  expect(maxInProgress).toBe(3);
});

it('returns an empty list for no items', async () => {
  expect(await mapBounded([], 3, async () => expect.unreachable())).toEqual([]);
});

it('rejects with the first error and starts no further call', async () => {
  const started: number[] = [];
  const work = async (item: number) => {
    started.push(item);
    await nextTurn();
    if (item === 2) throw new Error('two');
  };
  await expect(mapBounded([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('two');
  for (let turns = 0; turns < 10; turns += 1) await nextTurn();
  expect(started).toEqual([1, 2, 3]);
});
