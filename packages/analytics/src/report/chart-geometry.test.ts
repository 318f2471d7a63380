import { describe, expect, test } from 'vitest';
import { labelBands } from './label-bands.ts';
import { roundTicks, ticksBetween } from './scale.ts';
import { stepPath } from './step-path.ts';

describe('roundTicks', () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [7, [0, 5, 10]],
    [13_000, [0, 5000, 10_000, 15_000]],
    [100, [0, 50, 100]],
  ])('of %d are %j', (max, ticks) => expect(roundTicks(max)).toEqual(ticks));
});

test('ticksBetween returns round numbers inside of a range, zero among them', () => {
  expect(ticksBetween(-0.17, 0.12)).toEqual([-0.1, 0, 0.1]);
  expect(ticksBetween(-0.02, 0.05)).toEqual([-0.02, 0, 0.02, 0.04]);
});

describe('stepPath', () => {
  test('draws columns of width 1, and joins columns of one height', () => {
    expect(stepPath([10, 10, 5], 10)).toBe('M0 500V0h2V250h1V500z');
  });
});

describe('labelBands', () => {
  test('places a label in the middle of the thickest part of its band', () => {
    const bands = [
      { label: 'old', series: [10, 10, 0, 0] },
      { label: 'new', series: [0, 2, 10, 8] },
    ];
    expect(labelBands(bands, 3)).toEqual([
      { band: 0, label: 'old', x: 0.5, y: 5 },
      { band: 1, label: 'new', x: 2.5, y: 5 },
    ]);
  });

  test('gives no label to a band that is too thin', () => {
    expect(labelBands([{ label: 'thin', series: [1, 2] }], 3)).toEqual([]);
  });

  test('gives no label to a band that is too narrow for it on a phone', () => {
    const series = Array.from({ length: 96 }, (_, column) => (column < 20 ? 10 : 1));
    expect(labelBands([{ label: '9f2c1d7', series }], 3)).toMatchObject([{ x: 8 }]);
    expect(labelBands([{ label: '9f2c1d7+5a4a7b8', series }], 3)).toEqual([]);
  });
});
