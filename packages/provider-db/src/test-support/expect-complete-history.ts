import type { Knex } from 'knex';
import { expect } from 'vitest';
import { selectPromptRows } from './select-prompt-rows.ts';

/**
 * Expects the versions 1, 2, 3 … of a prompt without gaps, each with exactly one row in the change log.
 * @returns The number of versions.
 */
export async function expectCompleteHistory(name: string, knex: Knex): Promise<number> {
  const { prompt, versions, changes } = await selectPromptRows(name, knex);
  const numbers = versions.map((_, index) => index + 1);
  expect(versions.map(({ version }) => version)).toEqual(numbers);
  expect(changes.map(({ version }) => version)).toEqual(numbers);
  expect(changes.map(({ author }) => author)).toEqual(versions.map(({ author }) => author));
  expect(new Set(versions.map(({ hash }) => hash)).size).toBe(versions.length);
  expect(prompt).toMatchObject({ latest_version: versions.length });
  return versions.length;
}
