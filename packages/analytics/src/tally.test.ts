import { expect, test } from 'vitest';
import { Tally } from './counting/tally.ts';
import type { Place } from './counting/usage-entry.ts';

function fill(maxRows: number, places: Iterable<Place>) {
  let merges = 0;
  const tally = new Tally({ maxRows, onMerge: () => (merges += 1) });
  let largest = 0;
  let total = 0;
  for (const place of places) {
    tally.addReads(place, 2, 0);
    tally.addMeasures(place, [['x', 1]], 0);
    total += 1;
    if (total % 100 === 0) largest = Math.max(largest, [...tally.entries].length);
  }
  const entries = [...tally.entries];
  const sum = (of: (entry: (typeof entries)[number]) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
  expect(sum(({ reads }) => reads)).toBe(2 * total);
  expect(sum(({ measures }) => measures.get('x')?.count ?? 0)).toBe(total);
  expect(largest).toBeLessThanOrEqual(maxRows);
  return { entries, merges };
}

const place = { hour: 100, prompt: 'it', version: '1', state: 'fresh', dimensions: [] } as const;
const many = (create: (index: number) => Place) => Array.from({ length: 5000 }, (_, index) => create(index));

test('the oldest rows lose the values of dimensions first', () => {
  const { entries, merges } = fill(
    2200,
    many((index) => ({ ...place, hour: Math.floor(index / 100), dimensions: [`team ${index % 100}`] })),
  );
  expect(merges).toBeGreaterThan(0);
  expect(entries.filter(({ hour }) => hour === 49)).toHaveLength(100);
  expect(entries[0]).toMatchObject({ hour: 0, prompt: 'it', version: '1', reads: 200, dimensions: ['(other)'] });
});

test('then their hours, then versions, then prompts', () => {
  const hours = fill(
    2200,
    many((index) => ({ ...place, hour: index })),
  ).entries;
  expect(hours[0]).toMatchObject({ hour: 0, prompt: 'it', version: '1', reads: 48 });
  const versions = fill(
    2200,
    many((index) => ({ ...place, version: `${index}` })),
  ).entries;
  expect(versions[0]).toMatchObject({ prompt: 'it', version: '(other)' });
  expect(versions.at(-1)?.version).toBe('4999');
  const prompts = fill(
    2200,
    many((index) => ({ ...place, prompt: `${index}` })),
  ).entries;
  expect(prompts[0]).toMatchObject({ prompt: '(other)', version: '(other)' });
});

test('without a limit reached, nothing is merged', () => {
  expect(
    fill(
      20_000,
      many((index) => ({ ...place, version: `${index}` })),
    ),
  ).toMatchObject({ merges: 0 });
});

test('texts that run together are different places', () => {
  const tally = new Tally({ maxRows: 100, onMerge: () => expect.fail() });
  const places = [
    ['a', 'b c'],
    ['a b', 'c'],
    ['a', null],
    [null, 'a'],
    ['', '-'],
    ['-', ''],
  ];
  for (const dimensions of places) tally.addReads({ ...place, dimensions }, 1, 0);
  expect([...tally.entries]).toHaveLength(places.length);
});
