import { type InvalidAddress, parsePostgresAddress } from '@prompts/bus-kit';
import { PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import { loadKnexClient } from './load-knex-client.ts';
import { NodeSqliteClient } from './node-sqlite-client.ts';
import { parseMySqlAddress } from './parse-mysql-address.ts';

const connectTimeoutMs = 10_000;

/** SQLite's name of a database in memory. */
export const memoryFilename = ':memory:';

export interface ConnectionStringOptions {
  /** Whether to open an SQLite file read-only. Ignored for servers, whose reads run in read-only transactions. */
  readonly readOnly?: boolean;
  /** What errors begin with. Default `connection`; empty if whoever reports them names the option. */
  readonly subject?: string;
}

type Parse = (connectionString: string, invalid: InvalidAddress, options: ConnectionStringOptions) => Knex.Config;

const parsers: Readonly<Record<string, Parse>> = {
  sqlite: parseSqlite,
  postgres: parsePostgres,
  postgresql: parsePostgres,
  mysql: parseMySql,
  mariadb: parseMySql,
};

/**
 * Converts a connection string to a knex configuration.
 * @param connectionString `sqlite:<path>`, `postgres://…` or `mysql://…`.
 * @throws `CONFIG_INVALID` for anything else, or if the driver is not installed. The message never contains the connection
 * string, which may include a password.
 */
export function parseConnectionString(connectionString: string, options: ConnectionStringOptions = {}): Knex.Config {
  const { subject = 'connection' } = options;
  const invalid = (rule: string) => new PromptError('CONFIG_INVALID', `${subject} ${rule}`.trim());
  const scheme = parseScheme(connectionString);
  const parse = Object.hasOwn(parsers, scheme) ? parsers[scheme] : undefined;
  if (!parse) throw invalid(`must start with one of ${Object.keys(parsers).join(':, ')}:`);
  return parse(connectionString, invalid, options);
}

function parseScheme(connectionString: string): string {
  return connectionString.slice(0, connectionString.indexOf(':')).toLowerCase();
}

/** Returns the path of a SQLite file; undefined for the connection string of a server. */
export function parseSqliteFilename(connectionString: string): string | undefined {
  return /^sqlite:(?:\/\/(?=\/))?(.*)$/is.exec(connectionString)?.[1];
}

function parseSqlite(
  connectionString: string,
  invalid: InvalidAddress,
  { readOnly = false }: ConnectionStringOptions,
): Knex.Config {
  const filename = parseSqliteFilename(connectionString) ?? '';
  if (filename === '' || filename.startsWith('//')) throw invalid('must be sqlite:<path>, such as sqlite:./prompts.db');
  // An in-memory database lives only as long as its connection.
  const minimum = filename === memoryFilename ? { min: 1 } : {};
  const connection = { filename, readOnly } as Knex.Sqlite3ConnectionConfig;
  return { client: NodeSqliteClient, connection, useNullAsDefault: true, pool: { ...pool, max: 1, ...minimum } };
}

function parsePostgres(connectionString: string, invalid: InvalidAddress): Knex.Config {
  const settings = parsePostgresAddress(connectionString, invalid);
  const connection = { connectionTimeoutMillis: connectTimeoutMs, ...settings };
  return { client: loadKnexClient('pg'), connection: connection as Knex.PgConnectionConfig, pool };
}

function parseMySql(connectionString: string, invalid: InvalidAddress): Knex.Config {
  const settings = parseMySqlAddress(connectionString, invalid);
  const connection = { connectTimeout: connectTimeoutMs, charset: 'utf8mb4', ...settings };
  return { client: loadKnexClient('mysql2'), connection, pool: { ...pool, afterCreate: enableBackslashEscapes } };
}

const pool: Knex.PoolConfig = {
  // No connection is kept once all prompts are loaded, and idle ones soon stop delaying the exit of the process.
  min: 0,
  max: 4,
  idleTimeoutMillis: 5000,
  acquireTimeoutMillis: 10_000,
};

/** mysql2 escapes values with backslashes. In a mode that disables backslash escapes, that would allow SQL injection. */
function enableBackslashEscapes(connection: { query(sql: string, done: () => void): void }, done: () => void): void {
  connection.query("set session sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')", done);
}
