import type { Knex } from 'knex';
// @ts-expect-error knex has no types for this file. It loads dialects by `require` calls that bundlers follow.
import dialects from 'knex/lib/dialects/index.js';

/** Returns knex's client for a database, which is loaded now. */
export const loadDialect: (name: 'sqlite3' | 'pg' | 'mysql2') => typeof Knex.Client = dialects.getDialectByNameOrAlias;
