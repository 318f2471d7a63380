import { PromptError } from '@prompts/core';
import { isSecret, type SecretInput } from '@prompts/provider-kit';
import knex, { type Knex } from 'knex';
import type { Connection } from './connection.ts';
import { parseConnectionString } from './parse-connection-string.ts';
import { toKnexConfig } from './to-knex-config.ts';

/**
 * Creates a knex. It connects on the first query. Call `destroy()` on it when you are done.
 * @param connection `sqlite:<path>`, `postgres://user:password@host/database`, `mysql://user:password@host/database`, or a
 * knex configuration; or a function that returns such an address, or a Secret. The function is called for each new connection.
 * @returns The knex, with a pool of at most 4 connections (SQLite: 1), unless the configuration says otherwise. With a function
 * or a Secret, a promise of it.
 * @throws PromptError `CONFIG_INVALID` if the address or configuration is invalid, or its driver is not installed.
 * @example
 * const knex = await openDatabase(async () => `postgres://app:${await createToken()}@db.internal/app?sslmode=verify-full`);
 */
export function openDatabase(connection: Exclude<SecretInput, string>): Promise<Knex>;
export function openDatabase(connection: string | Knex.Config): Knex;
export function openDatabase(connection: Connection): Knex | Promise<Knex> {
  if (typeof connection === 'string') return create(parseConnectionString(connection));
  if (typeof connection === 'function' || isSecret(connection)) return toKnexConfig(connection, {}).then(create);
  return create(connection);
}

function create(config: Knex.Config): Knex {
  try {
    // Errors are converted and thrown. knex would log them as well, including the values of each query.
    return knex({ compileSqlOnError: false, log: silentLogger, ...config, pool: { min: 0, ...config.pool } });
  } catch (error) {
    if (PromptError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
    throw new PromptError('CONFIG_INVALID', `connection is not a valid knex configuration: ${reason}`);
  }
}

const silentLogger = { warn() {}, error() {}, deprecate() {}, debug() {} };
