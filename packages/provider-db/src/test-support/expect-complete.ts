import type { Knex } from 'knex';
import { expect } from 'vitest';
import { rowsOf } from './rows-of.ts';

/** Sees that versions 1, 2, 3 … are there, each with its row in the log and none besides. @returns how many there are. */
export async function expectComplete(name: string, knex: Knex): Promise<number> {
  const { prompt, versions, changes } = await rowsOf(name, knex);
  const numbers = versions.map((_, index) => index + 1);
  expect(versions.map(({ version }) => version)).toEqual(numbers);
  expect(changes.map(({ version }) => version)).toEqual(numbers);
  expect(changes.map(({ author }) => author)).toEqual(versions.map(({ author }) => author));
  expect(new Set(versions.map(({ hash }) => hash)).size).toBe(versions.length);
  expect(prompt).toMatchObject({ latest_version: versions.length });
  return versions.length;
}
