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
])('%s was meant to be %s', (slip, meant) => {
  expect(didYouMean(slip, names)).toBe(`Did you mean '${meant}'?`);
});

it.each(['translate', 'y', '', 'ftp', 'a'.repeat(100_000)])('nothing is near %s', (name) => {
  expect(didYouMean(name, names)).toBeUndefined();
});
