import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { tables } from '../history/tables.ts';
import { currentTimestamp } from './current-timestamp.ts';

/**
 * Keeps other writers from changing a prompt until the transaction ends. An update locks the row on every database, and on
 * SQLite the file, before anything is read.
 * @returns The number of the newest version, or 0 if there is none yet.
 * @throws `NOT_FOUND` if the prompt does not exist.
 */
export async function lockPrompt(name: string, transaction: Knex): Promise<number> {
  await transaction(tables.prompts)
    .where({ name })
    .update({ latest_version: transaction.ref('latest_version') });
  return findLatestVersion(name, transaction);
}

/** Locks a prompt as {@link lockPrompt} does, and creates it if it does not exist. */
export async function createOrLockPrompt(name: string, transaction: Knex): Promise<number> {
  const row = { name, latest_version: 0, created_at: currentTimestamp() };
  await transaction(tables.prompts).insert(row).onConflict('name').merge(['name']);
  return findLatestVersion(name, transaction);
}

async function findLatestVersion(name: string, transaction: Knex): Promise<number> {
  const row = await transaction(tables.prompts).where({ name }).first('latest_version');
  if (row) return row.latest_version;
  throw problem('NOT_FOUND', `there is no prompt '${name}': publish it first`);
}
