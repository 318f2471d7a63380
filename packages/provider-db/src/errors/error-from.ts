import { PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import { dialectOf } from '../connection/dialect.ts';
import { placeOf } from '../connection/place-of.ts';
import { tables } from '../history/tables.ts';
import { codeOf, type DriverError } from './codes.ts';
import { problem } from './problem.ts';

/** What to say in place of the driver: the texts of connection errors may tell credentials and users. */
const said: Partial<Record<string, string>> = {
  AUTH_FAILED: 'does not accept these credentials',
  FORBIDDEN: 'does not allow it: check the rights of its user, and of the file',
  TIMEOUT: 'took too long',
  UNAVAILABLE: "can't be reached, or could not answer",
};

const ours = new RegExp(`\\b(${Object.values(tables).join('|')})\\b`);
const missingTable = /^(42P01|ER_NO_SUCH_TABLE)$|^no such table/;

/** What an error of a driver means. Its text is passed on only where it is about the SQL. */
export function errorFrom(thrown: unknown, knex: Knex): PromptError {
  if (PromptError.isInstance(thrown)) return thrown;
  const where = placeOf(knex) ?? 'the database';
  if (isAboutPool(thrown)) {
    const message = `${where} gave no connection in time: every connection of the pool was in use, or it does not answer`;
    return problem('TIMEOUT', message);
  }
  const { name, code } = codeOf(Object(thrown) as DriverError, dialectOf(knex));
  const own = ownWords(thrown);
  const words = said[code] ?? `says: ${own}`;
  const isOurTable = (missingTable.test(name) || missingTable.test(own)) && ours.test(words);
  const hint = isOurTable ? '. Create the tables with migratePrompts(knex)' : '';
  return problem(code, `${where} ${words}${name && ` (${name})`}${hint}`);
}

/** Rejects with what an error of the driver means. */
export async function mapErrors<Result>(knex: Knex, work: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw errorFrom(error, knex);
  }
}

/** Whether knex gave up waiting for its pool. */
function isAboutPool(thrown: unknown): boolean {
  return Object(thrown).name === 'KnexTimeoutError';
}

/** knex puts the whole query, its values filled in, before what the database said. */
function ownWords(thrown: unknown): string {
  const { sqlMessage, message = '' } = Object(thrown) as { sqlMessage?: string; message?: string };
  return sqlMessage ?? message.split(' - ').at(-1) ?? '';
}

/** Whether the database refused a value, such as a text for a number: SQLSTATE 22P02 and 22003. */
export function isAboutValue({ message }: PromptError): boolean {
  return /\((22P02|22003)\)$/.test(message);
}
