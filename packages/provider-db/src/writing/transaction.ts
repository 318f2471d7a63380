import { createHash } from 'node:crypto';
import { PromptError } from '@prompts/core';
import { retrying } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import { errorFrom } from '../errors/error-from.ts';
import { problem } from '../errors/problem.ts';
import { type Action, tables } from '../history/tables.ts';

/** What is written for people to look up: who did what, and why. */
export interface Change {
  readonly name: string;
  readonly action: Action;
  readonly version?: number | undefined;
  readonly label?: string | undefined;
  readonly author?: string | undefined;
  readonly message?: string | undefined;
}

/**
 * Does all of `work`, or nothing of it. Repeats it where the database chose it as the victim of a deadlock, or was out of
 * reach for a moment; within a transaction of the caller's, where it is a savepoint, that is up to them.
 */
export function inTransaction<Result>(knex: Knex, work: (transaction: Knex) => Promise<Result>): Promise<Result> {
  if (knex.isTransaction) return once(knex, work);
  const { signal } = new AbortController();
  return retrying(() => once(knex, work), { signal });
}

async function once<Result>(knex: Knex, work: (transaction: Knex) => Promise<Result>): Promise<Result> {
  let isDone = false;
  try {
    return await knex.transaction(async (transaction) => {
      const result = await work(transaction);
      isDone = true;
      return result;
    });
  } catch (thrown) {
    const error = errorFrom(thrown, knex);
    throw isDone ? uncertain(error) : error;
  }
}

/** What became of a commit without an answer nobody knows. Repeating it could do it twice. */
function uncertain({ code, message }: PromptError): PromptError {
  const advice = 'It may have been done all the same: see what is there before you repeat it';
  return new PromptError(code, `${message}. ${advice}`, { provider: 'db', retryable: false });
}

/**
 * Keeps other writers of this prompt out until the transaction ends. It is an update, because that locks the row on every
 * database, and SQLite's file before anything is read.
 * @throws `NOT_FOUND` where there is no such prompt.
 */
export async function lockPrompt(name: string, transaction: Knex): Promise<void> {
  await transaction(tables.prompts)
    .where({ name })
    .update({ latest_version: transaction.ref('latest_version') });
  await latestVersion(name, transaction);
}

/**
 * @returns the number of a prompt's newest version: 0 for none.
 * @throws `NOT_FOUND` where there is no such prompt.
 */
export async function latestVersion(name: string, transaction: Knex): Promise<number> {
  const row = await transaction(tables.prompts).where({ name }).first('latest_version');
  if (row) return row.latest_version;
  throw problem('NOT_FOUND', `there is no prompt '${name}': publish it first`);
}

/** Writes down what was done, in the transaction that does it. */
export async function logChange(change: Change, transaction: Knex): Promise<void> {
  await transaction(tables.changes).insert({ ...change, created_at: now() });
}

/** ISO 8601 in UTC. */
export function now(): string {
  return new Date().toISOString();
}

/** sha-256, hex: what core gives as `prompt.hash` of a text without front matter. */
export function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
