import { describe, expect, it } from 'vitest';
import { bucketOf } from './bucket-of.ts';
import { isInNamespace } from './is-in-namespace.ts';
import { indexOfRange, rangesOf } from './ranges-of.ts';

// The numbers are from packages/sdk-js/test/cases.json of GrowthBook (commit 0cf0a65).

describe('bucketOf', () => {
  it.each([
    ['seed', 'a', 0.0505],
    ['seed', 'b', 0.2696],
    ['foo', 'ab', 0.2575],
    ['foo', 'def', 0.2019],
    ['89123klj', '8952klfjas09ujkasdf', 0.124],
    ['90850943850283058242805', '123', 0.7516],
    ['()**(%$##$%#$#', '___)((*":&', 0.0128],
    ['feature', '123', 0.5231],
  ])('is version 2 of the hash: seed %s, unit %s', (seed, unit, bucket) => {
    expect(bucketOf(seed, unit)).toBe(bucket);
  });

  it('accepts numbers, and hashes UTF-16 code units', () => {
    expect(bucketOf('90850943850283058242805', 123)).toBe(0.7516);
    expect(bucketOf('seed', '🙂é')).toBe(0.6375);
  });

  it('spreads units evenly', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let unit = 0; unit < 100_000; unit += 1) {
      const tenth = Math.floor(bucketOf('even', `user-${unit}`) * 10);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe('rangesOf', () => {
  it.each<[string, number[], number | undefined, number[][]]>([
    [
      'normal 50/50',
      [0.5, 0.5],
      1,
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'reduced coverage',
      [0.5, 0.5],
      0.5,
      [
        [0, 0.25],
        [0.5, 0.75],
      ],
    ],
    [
      'zero coverage',
      [0.5, 0.5],
      0,
      [
        [0, 0],
        [0.5, 0.5],
      ],
    ],
    [
      '4 variations',
      [0.25, 0.25, 0.25, 0.25],
      1,
      [
        [0, 0.25],
        [0.25, 0.5],
        [0.5, 0.75],
        [0.75, 1],
      ],
    ],
    [
      'uneven weights',
      [0.4, 0.6],
      undefined,
      [
        [0, 0.4],
        [0.4, 1],
      ],
    ],
    [
      'uneven weights, 3 variations',
      [0.2, 0.3, 0.5],
      1,
      [
        [0, 0.2],
        [0.2, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'uneven weights, reduced coverage, 3 variations',
      [0.2, 0.3, 0.5],
      0.2,
      [
        [0, 0.04],
        [0.2, 0.26],
        [0.5, 0.6],
      ],
    ],
    [
      'negative coverage',
      [0.5, 0.5],
      -0.2,
      [
        [0, 0],
        [0.5, 0.5],
      ],
    ],
    [
      'coverage above 1',
      [0.5, 0.5],
      1.5,
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'weights sum below 1',
      [0.4, 0.1],
      1,
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'weights sum above 1',
      [0.7, 0.6],
      1,
      [
        [0, 0.5],
        [0.5, 1],
      ],
    ],
    [
      'weights sum almost equals 1',
      [0.4, 0.5999],
      1,
      [
        [0, 0.4],
        [0.4, 0.9999],
      ],
    ],
  ])('%s', (_, weights, coverage, ranges) => {
    const actual = rangesOf(weights, coverage);
    expect(actual).toHaveLength(ranges.length);
    for (const [index, [from, to]] of actual.entries()) {
      expect(from).toBeCloseTo(ranges[index]?.[0] as number, 12);
      expect(to).toBeCloseTo(ranges[index]?.[1] as number, 12);
    }
  });

  it('gives no range for no weights', () => {
    expect(rangesOf([])).toEqual([]);
  });
});

describe('indexOfRange', () => {
  const even: [number, number][] = [
    [0, 0.5],
    [0.5, 1],
  ];
  const reduced: [number, number][] = [
    [0, 0.25],
    [0.5, 0.75],
  ];
  it.each<[string, number, [number, number][], number]>([
    ['even range, 0.2', 0.2, even, 0],
    ['even range, 0.4', 0.4, even, 0],
    ['even range, 0.6', 0.6, even, 1],
    ['even range, 0.8', 0.8, even, 1],
    ['even range, 0', 0, even, 0],
    ['even range, 0.5', 0.5, even, 1],
    ['reduced range, 0.2', 0.2, reduced, 0],
    ['reduced range, 0.4', 0.4, reduced, -1],
    ['reduced range, 0.6', 0.6, reduced, 1],
    ['reduced range, 0.8', 0.8, reduced, -1],
    ['reduced range, 0.25', 0.25, reduced, -1],
    ['reduced range, 0.5', 0.5, reduced, 1],
    [
      'zero range',
      0.5,
      [
        [0, 0.5],
        [0.5, 0.5],
        [0.5, 1],
      ],
      2,
    ],
  ])('%s', (_, bucket, ranges, index) => {
    expect(indexOfRange(bucket, ranges)).toBe(index);
  });
});

describe('isInNamespace', () => {
  it.each([
    ['1', 'namespace1', false],
    ['1', 'namespace2', false],
    ['2', 'namespace1', false],
    ['2', 'namespace2', false],
    ['3', 'namespace1', false],
    ['3', 'namespace2', true],
    ['4', 'namespace1', false],
    ['4', 'namespace2', true],
  ])('unit %s is in the first part of %s: %s', (unit, id, isFirst) => {
    expect(isInNamespace(unit, { id, from: 0, to: 0.4 })).toBe(isFirst);
    expect(isInNamespace(unit, { id, from: 0.4, to: 1 })).toBe(!isFirst);
  });
});
