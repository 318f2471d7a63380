import { PromptError } from '@prompts/core';
import knex, { type Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { knexConfigOf } from './address.ts';

/**
 * A knex for publishing and for migrations, as the provider makes them for reading. End it with `destroy()`.
 * @param connection `sqlite:<path>`, `postgres://user:password@host/database`, `mysql://…`, or a knex configuration.
 * @throws PromptError `CONFIG_INVALID` for any other address, and for a driver that isn't installed. It connects to nothing
 * before its first query.
 */
export function openDatabase(connection: string | Knex.Config): Knex {
  const config = typeof connection === 'string' ? knexConfigOf(connection) : connection;
  try {
    // Errors are mapped and thrown; knex would print them as well, with the values of each query.
    return knex({ compileSqlOnError: false, log: silent, ...config, pool: { min: 0, ...config.pool } });
  } catch (error) {
    if (PromptError.isInstance(error)) throw error;
    // What knex says of a configuration: an unknown client, a driver that isn't installed.
    const words = error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
    throw problem('CONFIG_INVALID', `connection is no configuration that knex can use: ${words}`);
  }
}

const silent = { warn() {}, error() {}, deprecate() {}, debug() {} };
