import type { PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { clientOf } from './driver-client.ts';
import { NodeSqliteClient } from './node-sqlite.ts';

/** Milliseconds to connect within. */
const connectTimeout = 10_000;

export interface AddressOptions {
  /** Whether nothing is to be written through it. */
  readonly readOnly?: boolean;
}

type Connect = (address: string, options: AddressOptions) => Knex.Config;

/** What each scheme of an address stands for. */
const schemes: Readonly<Record<string, Connect>> = {
  sqlite: sqlite,
  postgres: postgres,
  postgresql: postgres,
  mysql: mysql,
  mariadb: mysql,
};

/**
 * @param address `sqlite:<path>`, `postgres://…` or `mysql://…`.
 * @returns what knex is made with. It connects to nothing.
 * @throws `CONFIG_INVALID` for anything else, and for a driver that isn't installed. The address is never repeated: it may
 * hold a password.
 */
export function knexConfigOf(address: string, options: AddressOptions = {}): Knex.Config {
  const connect = Object.hasOwn(schemes, schemeOf(address)) ? schemes[schemeOf(address)] : undefined;
  if (!connect) throw invalid(`must begin with one of ${Object.keys(schemes).join(':, ')}:`);
  return connect(address, options);
}

function schemeOf(address: string): string {
  return address.slice(0, address.indexOf(':')).toLowerCase();
}

function sqlite(address: string, { readOnly = false }: AddressOptions): Knex.Config {
  const filename = address.replace(/^sqlite:(\/\/(?=\/))?/i, '');
  if (filename === '' || filename.startsWith('//')) throw invalid('must be sqlite:<path>, such as sqlite:./prompts.db');
  // One that lives in memory is gone with its connection.
  const lasting = filename === ':memory:' ? { min: 1 } : {};
  const connection = { filename, readOnly } as Knex.Sqlite3ConnectionConfig;
  return { client: NodeSqliteClient, connection, useNullAsDefault: true, pool: { ...pool, max: 1, ...lasting } };
}

function postgres(address: string): Knex.Config {
  requireUrl(address);
  const connection = { connectionString: address, connectionTimeoutMillis: connectTimeout };
  return { client: clientOf('pg'), connection, pool };
}

function mysql(address: string): Knex.Config {
  requireUrl(address);
  const connection = { uri: address, connectTimeout, charset: 'utf8mb4' };
  return { client: clientOf('mysql2'), connection, pool: { ...pool, afterCreate: keepBackslashes } };
}

const pool: Knex.PoolConfig = {
  // An app that has read all it needs holds no connection, and an idle one does not keep its process alive for long.
  min: 0,
  max: 4,
  idleTimeoutMillis: 5000,
  acquireTimeoutMillis: 10_000,
};

/** mysql2 puts values into the text of a query, escaped by backslashes: a mode that turns those off would open it to injection. */
function keepBackslashes(connection: { query(sql: string, done: () => void): void }, done: () => void): void {
  connection.query("set session sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')", done);
}

function requireUrl(address: string): void {
  const url = URL.parse(address);
  if (!url?.hostname || url.pathname.length < 2) {
    throw invalid(
      `must be a URL such as ${schemeOf(address)}://user:password@host/database, special characters encoded`,
    );
  }
}

function invalid(rule: string): PromptError {
  return problem('CONFIG_INVALID', `connection ${rule}`);
}
