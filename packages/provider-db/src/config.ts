import type { SecretInput } from '@prompts/provider-kit';
import type { Knex } from 'knex';

/** Where a database is. A secret, since it may hold a password: it may be a function, asked for each new connection. */
export type Connection =
  /** `sqlite:<path>`, `postgres://user:password@host/database`, `mysql://…`. */
  | SecretInput
  /** What knex takes: for certificates, pools, better-sqlite3. */
  | Knex.Config;

/** What every entry may say. */
interface DbAccess {
  /** Default: that of the factory. */
  readonly connection?: Connection | undefined;
}

/** A prompt in this package's tables, which `migratePrompts` makes. */
export interface DbPromptConfig extends DbAccess {
  readonly name: string;
  /** Default: `production`, or `latest` where the prompt has no such label. */
  readonly label?: string | undefined;
  /** What `versions` yields. Wins over `label`. */
  readonly version?: number | string | undefined;
}

/** For an entry `name/*`: the prompts in this package's tables whose names begin so. */
export interface DbCollectionConfig extends DbAccess {
  /** Left out of the members' names. Default: none. */
  readonly prefix?: string | undefined;
  readonly label?: string | undefined;
}

/** A row of a table of yours; without `id`, for an entry `name/*`, all its rows. */
export interface DbTableConfig extends DbAccess {
  /** `table`, or `schema.table`. */
  readonly table: string;
  readonly id?: string | number | undefined;
  readonly columns?: DbColumns | undefined;
}

/** Names of columns. */
export interface DbColumns {
  /** Tells one row from all others. Default: `id`. */
  readonly id?: string | undefined;
  /** Default: `content`. */
  readonly content?: string | undefined;
  /** Changes exactly when the text does. Without one, texts are compared. */
  readonly version?: string | undefined;
  /** JSON. */
  readonly metadata?: string | undefined;
}

/** One SELECT of yours that gives one row: a column `content` (or only one column), and perhaps `version` and `metadata`. */
export interface DbQueryConfig extends DbAccess {
  readonly query: string;
  /** What stands for each `?`, in order. */
  readonly bindings?: readonly (string | number | boolean | null)[] | undefined;
  /** Short for `bindings: [id]`. */
  readonly id?: string | number | undefined;
}

/** What `config` of an entry with `provider: 'db'` may say. */
export type DbConfig = DbPromptConfig | DbCollectionConfig | DbTableConfig | DbQueryConfig;

/** Options of {@link db}: what holds for entries that name no connection. At most one of them. */
export interface DbOptions {
  readonly connection?: Connection | undefined;
  /** A knex made ready by the app, who also ends it. */
  readonly knex?: Knex | undefined;
  /** A pool made ready by the app, of pg or mysql2. */
  readonly pool?: DbPool | undefined;
}

/** A pool of pg, or of mysql2 with callbacks or promises. */
export type DbPool =
  | { connect(...given: never[]): unknown; readonly totalCount: number }
  | { getConnection(...given: never[]): unknown };
