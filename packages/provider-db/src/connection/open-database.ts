import { PromptError } from '@prompts/core';
import knex, { type Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { parseConnectionString } from './parse-connection-string.ts';

/**
 * Creates a knex for `migratePrompts`, `publishPrompt` and the other functions that write. It connects on the first query.
 * Call `destroy()` on it when you are done.
 * @param connection `sqlite:<path>`, `postgres://user:password@host/database`, `mysql://user:password@host/database`, or a
 * knex configuration.
 * @returns The knex, with a pool of at most 4 connections (SQLite: 1), unless the configuration says otherwise.
 * @throws PromptError `CONFIG_INVALID` if the address or configuration is invalid, or its driver is not installed.
 */
export function openDatabase(connection: string | Knex.Config): Knex {
  const config = typeof connection === 'string' ? parseConnectionString(connection) : connection;
  try {
    // Errors are converted and thrown. knex would log them as well, including the values of each query.
    return knex({ compileSqlOnError: false, log: silentLogger, ...config, pool: { min: 0, ...config.pool } });
  } catch (error) {
    if (PromptError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
    throw problem('CONFIG_INVALID', `connection is not a valid knex configuration: ${reason}`);
  }
}

const silentLogger = { warn() {}, error() {}, deprecate() {}, debug() {} };
