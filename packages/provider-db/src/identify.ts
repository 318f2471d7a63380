import { resolve } from 'node:path';
import { isSecret } from '@prompts/provider-kit';
import { memoryFilename, parseSqliteFilename } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { Connection, DbOptions } from './config.ts';
import { isCollection, isOurs, type ParsedConfig } from './config-schema.ts';

/**
 * Returns the identity of the text or collection of a config: what is read, and through which connection.
 * @param defaults The factory's options: the database of configs without a `connection`.
 */
export function identify(config: ParsedConfig, { connection: defaultConnection, knex, pool }: DbOptions) {
  const { connection = defaultConnection, ...source } = config;
  const access = connection === undefined ? { database: knex ?? pool } : { connection: toCanonical(connection) };
  return { source: toPlainSource(source), access };
}

function toPlainSource(source: ParsedConfig): object {
  if (isOurs(source)) return isCollection(source) ? { ...source, prefix: source.prefix ?? '' } : source;
  if (!('table' in source)) return source;
  // Drivers return the values of a binary column as bytes. A listing takes them as ids.
  const id: unknown = source.id;
  return id instanceof Uint8Array ? { ...source, id: { hex: Buffer.from(id).toString('hex') } } : source;
}

/** Normalises a connection, so that equal ones compare as equal. A relative path depends on the working directory. */
function toCanonical(connection: Connection): Connection {
  if (typeof connection === 'string') return toCanonicalString(connection);
  if (typeof connection === 'function' || isSecret(connection)) return connection;
  const settings = connection.connection as Knex.Sqlite3ConnectionConfig | undefined;
  const filename: unknown = Object(settings).filename;
  if (typeof filename !== 'string' || filename === memoryFilename) return connection;
  return { ...connection, connection: { ...settings, filename: resolve(filename) } };
}

function toCanonicalString(connection: string): string {
  const filename = parseSqliteFilename(connection);
  if (filename === undefined)
    return connection.replace(/^postgres(ql)?:/i, 'postgres:').replace(/^(mysql|mariadb):/i, 'mysql:');
  return `sqlite:${filename === memoryFilename ? filename : resolve(filename)}`;
}
