import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { customProvider } from './custom-provider.ts';
import { httpProvider } from './http-provider.ts';
import { mutate } from './mutation.ts';

const repository = resolve(import.meta.dirname, '../..');
const subjects = [customProvider, httpProvider];
const cases = subjects.flatMap(({ folder, mutations }) =>
  mutations.map((mutation) => ({ path: join(repository, folder, mutation.file), mutation })),
);

it.each(cases)('the mistake "$mutation.harm" can be made in $mutation.file', ({ path, mutation }) => {
  const source = readFileSync(path, 'utf8');
  expect(mutate(source, mutation)).not.toBe(source);
});

it('contains 67 mistakes, each with its own description', () => {
  expect(cases).toHaveLength(67);
  for (const { mutations } of subjects) expect(new Set(mutations.map(({ harm }) => harm)).size).toBe(mutations.length);
});

it('throws an error that names the mutation if the text to replace is no longer found', () => {
  const mutation = { file: 'a.ts', find: 'old', replace: 'new', harm: 'nothing works' };
  expect(() => mutate('text', mutation)).toThrow("'nothing works': a.ts contains the text to replace 0 times");
});
