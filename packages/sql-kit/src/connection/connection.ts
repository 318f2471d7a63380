import type { SecretInput } from '@prompts/provider-kit';
import type { Knex } from 'knex';

/**
 * How to connect to a database. It may contain a password, so it never appears in logs or error messages. A function is
 * called for each new connection, so a rotated password needs no restart.
 */
export type Connection =
  /** `sqlite:<path>`, `postgres://user:password@host/database` or `mysql://user:password@host/database`. */
  | SecretInput
  /** A knex configuration: for TLS certificates, pool settings or another driver, such as better-sqlite3. */
  | Knex.Config;
