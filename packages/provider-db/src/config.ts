import type { SecretInput } from '@prompts/provider-kit';
import type { Connection } from '@prompts/sql-kit';
import type { Knex } from 'knex';

export type { Connection };

interface DbAccess {
  /** Default: the connection passed to {@link db}. */
  readonly connection?: Connection | undefined;
}

/** A published prompt, read from the tables that `migratePrompts` creates. */
export interface DbPromptConfig extends DbAccess {
  readonly name: string;
  /** Default: `production`, or `latest` if the prompt has no `production` label. */
  readonly label?: string | undefined;
  /** Pins one version: 1, 2, 3 …, as a number or a string. Takes precedence over `label`. */
  readonly version?: number | string | undefined;
}

/** A collection, for an entry named `name/*`: all published prompts whose names start with `prefix`. */
export interface DbCollectionConfig extends DbAccess {
  /** Removed from the names of the members. Default: the empty string, which selects every prompt. */
  readonly prefix?: string | undefined;
  /** Default: `production`, or `latest` for prompts without that label. */
  readonly label?: string | undefined;
}

/** A row of any table. Without `id`, for an entry named `name/*`: every row of the table. */
export interface DbTableConfig extends DbAccess {
  /** `table` or `schema.table`. */
  readonly table: string;
  /** The value of the column `columns.id`, which identifies the row. */
  readonly id?: string | number | undefined;
  readonly columns?: DbColumns | undefined;
  /** The values that further columns of the row must have, all of them: `{ status: 'live' }`. */
  readonly where?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** The names of the columns that a {@link DbTableConfig} reads. */
export interface DbColumns {
  /** A column with unique values. Default: `id`. */
  readonly id?: string | undefined;
  /**
   * The column with the text of the prompt. A JSON pointer may follow, to a string in a JSON column: `data/messages/0/text`.
   * Default: `content`.
   */
  readonly content?: string | undefined;
  /** A column that changes whenever the text changes, such as a revision or `updated_at`. Default: texts are compared. */
  readonly version?: string | undefined;
  /** A column with a JSON object, which becomes `prompt.metadata`. */
  readonly metadata?: string | undefined;
}

/**
 * The single row that a SELECT returns. Its column `content`, or its only column, is the text; the columns `version` and
 * `metadata` are optional.
 */
export interface DbQueryConfig extends DbAccess {
  readonly query: string;
  /** The values of the `?` placeholders, in order. */
  readonly bindings?: readonly (string | number | boolean | null)[] | undefined;
  /** Short for `bindings: [id]`. */
  readonly id?: string | number | undefined;
}

/** The `config` of an entry with `provider: 'db'`, and the value of an entry's `db` key. */
export type DbConfig = DbPromptConfig | DbCollectionConfig | DbTableConfig | DbQueryConfig;

/** The database for entries without a `connection`. Set at most one of `connection`, `knex` and `pool`. */
export interface DbOptions {
  /** Opened on first use, and closed by `prompts.close()`. */
  readonly connection?: Connection | undefined;
  /** The app's own knex. It is never destroyed by this package. */
  readonly knex?: Knex | undefined;
  /** The app's own pool, of pg or mysql2. It is never closed by this package. */
  readonly pool?: DbPool | undefined;
  /**
   * `postgres://…`: where to receive notifications of changes, if the database's own address leads to a pooler such as
   * PgBouncer, or is not known because of `pool`. Default: the database's own address.
   */
  readonly listen?: SecretInput | undefined;
}

/** A pg pool, or a mysql2 pool with callbacks or promises. */
export type DbPool =
  | { connect(...given: never[]): unknown; readonly totalCount: number }
  | { getConnection(...given: never[]): unknown };
