import { expect, it } from 'vitest';
import { findVersionGap } from './version-gap.ts';

it.each([
  ['1.4.2', '^1.0.0'],
  ['1.4.2', '^1.9.0'],
  ['1.4.2', '~1.2'],
  ['1.4.2', '1'],
  ['1.4.2', '1.x'],
  ['1.4.2', '1.4.2'],
  ['1.4.2', '=v1.4.2'],
  ['1.4.2', '>=0.3'],
  ['1.4.2', '>= 1.0.0 < 2'],
  ['1.4.2', '>0.9 <=1'],
  ['1.4.2', '^0.3.0 || ^1.0.0 || ^2.0.0'],
  ['1.4.2', '*'],
  ['1.4.2', ''],
  ['1.4.2', 'X'],
  ['1.4.2', '<1.5'],
  ['0.3.1', '^0.3.0'],
  ['0.3.1', '~0.3'],
  ['0.3.1', '0.x'],
  ['0.3.1', '^0'],
  ['0.3.1', '<1'],
  ['0.3.1', '<=0'],
  ['0.3.1', '>=0.1.0 <0.4.0'],
  ['2.0.0-next.3', '^2.0.0-next.1'],
  ['2.0.0-next.3', '^2.0.0'],
  ['2.1.0+build', '>=2.0.0-0'],
])('finds none between %s and %j', (version, range) => {
  expect(findVersionGap(version, range)).toBeUndefined();
});

it.each([
  ['1.4.2', '^2.0.0'],
  ['1.4.2', '>=2'],
  ['1.4.2', '^0.3.0 || ^2.0.0'],
  ['1.4.2', '2.0.0-beta.1'],
  ['0.3.1', '^0.4.0'],
  ['0.3.1', '>=1.0.0 <3'],
])('finds that %s is too old for %j', (version, range) => {
  expect(findVersionGap(version, range)).toBe('too old');
});

it.each([
  ['2.0.0', '^1.4.0'],
  ['2.0.0', '>=1.0.0 <2.0.0'],
  ['2.0.0', '<2'],
  ['2.0.0', '<=1.9.9'],
  ['2.0.0', '>=1 <2.0.0-0'],
  ['2.0.0-next.0', '1.x'],
  ['2.0.0', '^0'],
  ['0.4.0', '^0.3.1'],
  ['0.4.0', '<0.4'],
  ['1.0.0', '~0.9.1 || 0.8.x'],
])('finds that %s is too new for %j', (version, range) => {
  expect(findVersionGap(version, range)).toBe('too new');
});

it.each([
  ['0.0.0', '^1.0.0'],
  ['0.0.0-canary-20261128', '^1.0.0'],
  ['1.4.2', '^0.0.0'],
  ['1.4.2', 'workspace:^'],
  ['1.4.2', 'workspace:*'],
  ['1.4.2', 'latest'],
  ['1.4.2', '2.0.0 - 3.0.0'],
  ['1.4.2', 'https://example.com/core.tgz'],
  ['1.4.2', '^2.0.0 || latest'],
])('finds none between %s and %j, because one of them is not a release or not understood', (version, range) => {
  expect(findVersionGap(version, range)).toBeUndefined();
});
