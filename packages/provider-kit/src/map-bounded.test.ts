import { expect, it } from 'vitest';
import { mapBounded } from './map-bounded.ts';

const turn = () => new Promise(setImmediate);

it('works on all, at most so many at once, and keeps their order', async () => {
  let under = 0;
  let most = 0;
  const items = Array.from({ length: 20 }, (_, index) => index);
  const results = await mapBounded(items, 3, async (item, index) => {
    under += 1;
    most = Math.max(most, under);
    for (let turns = 0; turns < 20 - item; turns += 1) await turn();
    under -= 1;
    return `${item}-${index}`;
  });
  expect(results).toEqual(items.map((item) => `${item}-${item}`));
  expect(most).toBe(3);
});

it('has nothing to do for no items', async () => {
  expect(await mapBounded([], 3, async () => expect.unreachable())).toEqual([]);
});

it('rejects with the first failure and begins nothing after it', async () => {
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await turn();
    if (item === 2) throw new Error('two');
  };
  await expect(mapBounded([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('two');
  for (let turns = 0; turns < 10; turns += 1) await turn();
  expect(begun).toEqual([1, 2, 3]);
});
