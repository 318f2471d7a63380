import { PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import { dialectOf } from '../connection/dialect.ts';
import { toDisplayUrl } from '../connection/to-display-url.ts';
import { classifyDriverError, type DriverError } from './classify-driver-error.ts';
import { describeDriverFault } from './describe-driver-fault.ts';

/** What the package that reports an error knows about it. */
export interface ErrorFacts {
  /** The provider that the error names. */
  readonly provider?: string;
  /** How its tables are created, for the error about one that is missing. */
  readonly creation?: {
    readonly tables: readonly string[];
    /** The call that creates them, such as `migratePrompts(knex)`. */
    readonly call: string;
  };
}

/** Messages that replace the driver's, which may contain user names and passwords. */
const safeMessages: Partial<Record<string, string>> = {
  AUTH_FAILED: 'rejected the credentials: check the user and the password',
  FORBIDDEN: 'denied the operation: check the permissions of the database user or of the SQLite file',
  TIMEOUT: 'took too long to respond',
  UNAVAILABLE: "can't be reached, or failed",
};

const missingTable = /^(42P01|ER_NO_SUCH_TABLE)$|^no such table/;

/**
 * Converts an error of a driver or of knex to a `PromptError`. The driver's message is included only if it is about the SQL.
 */
export function toPromptError(thrown: unknown, knex: Knex, { provider, creation }: ErrorFacts = {}): PromptError {
  if (PromptError.isInstance(thrown)) return thrown;
  const databaseUrl = toDisplayUrl(knex) ?? 'the database';
  if (isPoolTimeout(thrown)) {
    const message = `no connection to ${databaseUrl} was available in time: raise the pool's max if all are in use, or check the server`;
    return new PromptError('TIMEOUT', message, { provider });
  }
  const { name, code } = classifyDriverError(Object(thrown) as DriverError, dialectOf(knex));
  const { filename } = Object(knex.client.connectionSettings) as { filename?: unknown };
  const fault = describeDriverFault(thrown, filename, creation?.call);
  if (fault) {
    return new PromptError(fault.code, `${databaseUrl} ${fault.message}${name && ` (${name})`}`, { provider });
  }
  const driverMessage = parseDriverMessage(thrown);
  const message = safeMessages[code] ?? `reports: ${driverMessage}`;
  const isMissing = missingTable.test(name) || missingTable.test(driverMessage);
  const isOwn = creation && new RegExp(`\\b(${creation.tables.join('|')})\\b`).test(message);
  const hint = isMissing && isOwn ? `. Create the tables with ${creation.call}` : '';
  return new PromptError(code, `${databaseUrl} ${message}${name && ` (${name})`}${hint}`, { provider });
}

function isPoolTimeout(thrown: unknown): boolean {
  return Object(thrown).name === 'KnexTimeoutError';
}

/** Returns the database's own message: knex prefixes it with the query, including its values. */
function parseDriverMessage(thrown: unknown): string {
  const { sqlMessage, message = '' } = Object(thrown) as { sqlMessage?: string; message?: string };
  return sqlMessage ?? message.split(' - ').at(-1) ?? '';
}
