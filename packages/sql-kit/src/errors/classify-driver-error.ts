import type { PromptErrorCode } from '@prompts/core';
import type { Dialect } from '../connection/dialect.ts';

type Codes = Readonly<Record<string, PromptErrorCode>>;

/** SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const postgres: Codes = {
  '0A000': 'CONFIG_INVALID', // not possible in a subquery, such as changing data
  '22021': 'CONFIG_INVALID', // NUL in a value
  '22P02': 'CONFIG_INVALID', // an id that is not valid for the type of its column
  '22003': 'CONFIG_INVALID', // a number out of range
  '23505': 'CONFLICT',
  '25001': 'FORBIDDEN', // an attempt to make a read-only transaction read-write
  '25006': 'FORBIDDEN', // a write in a read-only transaction
  '28000': 'AUTH_FAILED',
  '28P01': 'AUTH_FAILED',
  '3D000': 'CONFIG_INVALID', // no such database
  '3F000': 'CONFIG_INVALID', // no such schema
  '42501': 'FORBIDDEN',
  '55P03': 'TIMEOUT', // a locked table
  '57014': 'TIMEOUT',
};

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html, https://mariadb.com/docs/server/reference/error-codes */
const mysql: Codes = {
  ER_ACCESS_DENIED_ERROR: 'AUTH_FAILED',
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: 'AUTH_FAILED',
  ER_BAD_DB_ERROR: 'CONFIG_INVALID',
  ER_BAD_FIELD_ERROR: 'CONFIG_INVALID',
  ER_CANT_AGGREGATE_2COLLATIONS: 'CONFIG_INVALID', // a value that the column's character set lacks
  ER_CANT_AGGREGATE_3COLLATIONS: 'CONFIG_INVALID',
  ER_CANT_AGGREGATE_NCOLLATIONS: 'CONFIG_INVALID',
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: 'FORBIDDEN',
  ER_COLUMNACCESS_DENIED_ERROR: 'FORBIDDEN',
  ER_DBACCESS_DENIED_ERROR: 'FORBIDDEN',
  ER_DUP_ENTRY: 'CONFLICT',
  ER_DUP_FIELDNAME: 'CONFIG_INVALID',
  ER_LOCK_WAIT_TIMEOUT: 'TIMEOUT',
  ER_NO_SUCH_TABLE: 'CONFIG_INVALID',
  ER_OPTION_PREVENTS_STATEMENT: 'FORBIDDEN',
  ER_PARSE_ERROR: 'CONFIG_INVALID',
  ER_QUERY_TIMEOUT: 'TIMEOUT',
  ER_SPECIFIC_ACCESS_DENIED_ERROR: 'FORBIDDEN',
  ER_SP_DOES_NOT_EXIST: 'CONFIG_INVALID',
  ER_STATEMENT_TIMEOUT: 'TIMEOUT',
  ER_TABLEACCESS_DENIED_ERROR: 'FORBIDDEN',
};

/** Primary result codes: https://www.sqlite.org/rescode.html */
const sqlite: Codes = {
  SQLITE_ERROR: 'CONFIG_INVALID', // a missing table or column, or a syntax error
  SQLITE_READONLY: 'FORBIDDEN',
  SQLITE_CANTOPEN: 'CONFIG_INVALID',
  SQLITE_NOTADB: 'CONFIG_INVALID',
  SQLITE_CONSTRAINT: 'CONFLICT',
};

const sqliteNames: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
};

/** MariaDB error numbers that mysql2 has no names for. */
const mariaDbNames: Readonly<Record<number, string>> = { 1969: 'ER_STATEMENT_TIMEOUT' };

/** The properties of a driver's error that identify it. */
export interface DriverError {
  readonly code?: string;
  /** From mysql2: the number of the server's error. */
  readonly errno?: number;
  /** From `node:sqlite`: the extended result code. */
  readonly errcode?: number;
}

/**
 * Classifies a driver's error.
 * @returns The database's name for the error, and the matching code: `UNAVAILABLE` for unknown errors.
 */
export function classifyDriverError(error: DriverError, dialect: Dialect): { name: string; code: PromptErrorCode } {
  const name = findName(error);
  return { name, code: findCode(name, dialect) ?? 'UNAVAILABLE' };
}

function findName({ code, errno, errcode }: DriverError): string {
  if (errcode !== undefined) return sqliteNames[errcode & 0xff] ?? `SQLite error ${errcode}`;
  return code ?? mariaDbNames[errno as number] ?? '';
}

function findCode(name: string, dialect: Dialect): PromptErrorCode | undefined {
  if (dialect === 'mysql') return mysql[name];
  // better-sqlite3 reports extended codes, such as SQLITE_READONLY_DIRECTORY.
  if (dialect === 'sqlite') return sqlite[name.split('_').slice(0, 2).join('_')];
  // Class 42: syntax errors and missing tables, columns and functions.
  return postgres[name] ?? (/^42...$/.test(name) ? 'CONFIG_INVALID' : undefined);
}
