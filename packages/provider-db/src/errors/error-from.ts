import { PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import { dialectOf } from '../connection/dialect.ts';
import { toDisplayUrl } from '../connection/to-display-url.ts';
import { tables } from '../history/tables.ts';
import { classifyDriverError, type DriverError } from './classify-driver-error.ts';
import { describeDriverFault } from './describe-driver-fault.ts';
import { problem } from './problem.ts';

/** Messages that replace the driver's, which may contain user names and passwords. */
const safeMessages: Partial<Record<string, string>> = {
  AUTH_FAILED: 'rejected the credentials: check the user and the password',
  FORBIDDEN: 'denied the operation: check the permissions of the database user or of the SQLite file',
  TIMEOUT: 'took too long to respond',
  UNAVAILABLE: "can't be reached, or failed",
};

const ownTable = new RegExp(`\\b(${Object.values(tables).join('|')})\\b`);
const missingTable = /^(42P01|ER_NO_SUCH_TABLE)$|^no such table/;

/**
 * Converts an error of a driver or of knex to a `PromptError`. The driver's message is included only if it is about the SQL.
 */
export function errorFrom(thrown: unknown, knex: Knex): PromptError {
  if (PromptError.isInstance(thrown)) return thrown;
  const databaseUrl = toDisplayUrl(knex) ?? 'the database';
  if (isPoolTimeout(thrown)) {
    const message = `no connection to ${databaseUrl} was available in time: raise the pool's max if all are in use, or check the server`;
    return problem('TIMEOUT', message);
  }
  const { name, code } = classifyDriverError(Object(thrown) as DriverError, dialectOf(knex));
  const { filename } = Object(knex.client.connectionSettings) as { filename?: unknown };
  const fault = describeDriverFault(thrown, filename);
  if (fault) return problem(fault.code, `${databaseUrl} ${fault.message}${name && ` (${name})`}`);
  const driverMessage = parseDriverMessage(thrown);
  const message = safeMessages[code] ?? `reports: ${driverMessage}`;
  const isOwnTableMissing = (missingTable.test(name) || missingTable.test(driverMessage)) && ownTable.test(message);
  const hint = isOwnTableMissing ? '. Create the tables with migratePrompts(knex)' : '';
  return problem(code, `${databaseUrl} ${message}${name && ` (${name})`}${hint}`);
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

function isPoolTimeout(thrown: unknown): boolean {
  return Object(thrown).name === 'KnexTimeoutError';
}

/** Returns the database's own message: knex prefixes it with the query, including its values. */
function parseDriverMessage(thrown: unknown): string {
  const { sqlMessage, message = '' } = Object(thrown) as { sqlMessage?: string; message?: string };
  return sqlMessage ?? message.split(' - ').at(-1) ?? '';
}

/** Adds what to do to the error of a read that took too long, unless it waited for a lock. */
export function withTimeoutAdvice(error: unknown, advice: string): unknown {
  if (!PromptError.isInstance(error) || error.code !== 'TIMEOUT' || /pool|lock/.test(error.message)) return error;
  return problem('TIMEOUT', `${error.message}: ${advice}`);
}
