import { PromptError } from '@prompts/core';
import { toPromptError } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { tables } from '../history/tables.ts';
import { problem } from './problem.ts';

const creation = { tables: Object.values(tables), call: 'migratePrompts(knex)' };

/** Converts an error of a driver or of knex to a `PromptError` of this provider. */
export function errorFrom(thrown: unknown, knex: Knex): PromptError {
  return toPromptError(thrown, knex, { provider: 'db', creation });
}

/** Runs `work` and converts the error it rejects with. */
export async function mapErrors<Result>(knex: Knex, work: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw errorFrom(error, knex);
  }
}

/**
 * Whether the database rejected a value for its type, range or characters: a text for an integer column (PostgreSQL), or an emoji
 * for a column in latin1 (MySQL).
 */
export function isInvalidValue({ message }: PromptError): boolean {
  return /\((22P02|22003|ER_CANT_AGGREGATE_\wCOLLATIONS)\)$/.test(message);
}

/** Adds what to do to the error of a read that took too long, unless it waited for a lock. */
export function withTimeoutAdvice(error: unknown, advice: string): unknown {
  if (!PromptError.isInstance(error) || error.code !== 'TIMEOUT' || /pool|lock/.test(error.message)) return error;
  return problem('TIMEOUT', `${error.message}: ${advice}`);
}
