import { type Dialect, dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';

/** The parsers of values that PostgreSQL sends as text, by the OID of the type. All other types stay text. */
const postgresParsers: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  17: (hex) => Buffer.from(hex.slice(2), 'hex'),
  21: Number,
  23: Number,
  700: Number,
  701: Number,
};

/** A value, as mysql2 passes it to `typeCast`. */
interface MySqlField {
  readonly type: string;
  /** Set by MariaDB for its JSON columns. */
  readonly extendedFormat?: string;
  string(encoding: string): string | null;
}

function castMySqlValue(field: MySqlField, next: () => unknown): unknown {
  const { type, extendedFormat } = field;
  if (type === 'LONGLONG') return toSafeNumber(field.string('ascii'));
  const isText = ['TIMESTAMP', 'DATETIME', 'DATE', 'JSON'].includes(type) || extendedFormat === 'json';
  return isText ? field.string('utf8') : next();
}

function toSafeNumber(text: string | null): string | number | null {
  const number = Number(text);
  return text !== null && Number.isSafeInteger(number) ? number : text;
}

/** The options of a query for each driver. `safeIntegers` is better-sqlite3's name: integers are returned as BigInts. */
const options: Readonly<Record<Dialect, Readonly<Record<string, unknown>>>> = {
  postgres: { types: { getTypeParser: (oid: number) => postgresParsers[oid] ?? String } },
  mysql: { typeCast: castMySqlValue },
  sqlite: { safeIntegers: true },
};

/**
 * Makes a query return values without loss, whatever the settings of the app's driver: 64-bit integers as text, numbers or
 * BigInts, timestamps as the database's own text, and JSON as text.
 */
export function withExactValues<Query extends Knex.QueryBuilder>(query: Query, knex: Knex): Query {
  return query.options(options[dialectOf(knex)]) as Query;
}

/** Converts an id of a row to one that a config can contain. */
export function toId(value: unknown): string | number {
  if (typeof value !== 'bigint') return value as string | number;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
