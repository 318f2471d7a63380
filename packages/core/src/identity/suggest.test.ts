import { expect, it } from 'vitest';
import { didYouMean } from './suggest.ts';

const names = ['code-review', 'code-reviewer', 'support', 'greeting', 'http', 'x'];

it.each([
  ['code-reviw', 'code-review'],
  ['Code-Review', 'code-review'],
  ['supprot', 'support'],
  ['suport', 'support'],
  ['greting', 'greeting'],
  ['htpt', 'http'],
  ['X', 'x'],
])('corrects %s to %s', (misspelled, name) => {
  expect(didYouMean(misspelled, names)).toBe(`Did you mean '${name}'?`);
});

it.each(['translate', 'y', '', 'ftp', 'a'.repeat(100_000)])('suggests nothing for %s', (name) => {
  expect(didYouMean(name, names)).toBeUndefined();
});
