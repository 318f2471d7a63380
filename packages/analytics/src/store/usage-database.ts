import { isSecret, rejectOnAbort, type SecretInput } from '@prompts/provider-kit';
import {
  dialectOf,
  openDatabase,
  parseConnectionString,
  type RawConnection,
  toPromptError,
  unrefIdleConnections,
  withConnection,
} from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { migrate } from './migrate.ts';

/** How long `close` waits for the driver. */
const closeTimeoutMs = 1500;

/** The database with the tables of this package. It is opened when it is first used. */
export interface UsageDatabase {
  /**
   * Runs `work` in a transaction.
   * @param signal Ends it, with its connection.
   * @throws The error of the database as a `PromptError`; the reason of the signal.
   */
  transaction<Result>(signal: AbortSignal, work: (transaction: Knex) => Promise<Result>): Promise<Result>;
  /**
   * Disconnects when all transactions are over, unless the app's own knex is used. A later transaction opens the database
   * again, for itself.
   */
  close(): Promise<void>;
  /** Stays connected again. */
  reopen(): void;
}

export function createUsageDatabase(store: SecretInput | Knex): UsageDatabase {
  let opened: Promise<Knex> | undefined;
  let hasMigrated = false;
  let transactions = 0;
  let isClosed = false;

  async function open(): Promise<Knex> {
    if (isKnex(store)) return store;
    const knex = await openDatabase(store as string);
    unrefIdleConnections(knex);
    return knex;
  }

  /** A function that returns the address may hang. The next transaction calls it again. */
  async function openInTime(signal: AbortSignal): Promise<Knex> {
    opened ??= open();
    const opening = opened;
    try {
      return await rejectOnAbort(opening, signal);
    } catch (error) {
      if (opened === opening) opened = undefined;
      throw error;
    }
  }

  async function prepare(knex: Knex, connection: RawConnection): Promise<void> {
    if (hasMigrated) return;
    if (!isKnex(store) && dialectOf(knex) === 'sqlite') {
      // Readers and writers don't block each other. The mode is stored in the file.
      await knex.raw('pragma journal_mode = wal').connection(connection);
    }
    await migrate(knex, connection);
    hasMigrated = true;
  }

  async function disconnect(): Promise<void> {
    const closing = opened;
    opened = undefined;
    hasMigrated = false;
    if (!closing || isKnex(store)) return;
    const knex = await closing.catch(() => undefined);
    const waited = Promise.withResolvers<void>();
    const timer = setTimeout(waited.resolve, closeTimeoutMs);
    await Promise.race([knex?.destroy().catch(() => {}), waited.promise]);
    clearTimeout(timer);
  }

  return {
    async transaction(signal, work) {
      transactions += 1;
      try {
        const knex = await openInTime(signal);
        try {
          return await withConnection(knex, signal, async (connection) => {
            await prepare(knex, connection);
            return knex.transaction(work, { connection } as Knex.TransactionConfig);
          });
        } catch (error) {
          // The tables may have been removed, such as with their file.
          hasMigrated = false;
          signal.throwIfAborted();
          throw toPromptError(error, knex);
        }
      } finally {
        transactions -= 1;
        if (isClosed && transactions === 0) await disconnect();
      }
    },
    async close() {
      isClosed = true;
      if (transactions === 0) await disconnect();
    },
    reopen() {
      isClosed = false;
    },
  };
}

/** A knex is a function, as is one that returns an address. */
function isKnex(store: unknown): store is Knex {
  return typeof store === 'function' && 'raw' in store && 'client' in store;
}

/** Whether a value can be a store at all. */
export function isStore(store: unknown): store is SecretInput | Knex {
  return (typeof store === 'string' && store !== '') || typeof store === 'function' || isSecret(store);
}

/** @throws `CONFIG_INVALID` if the address of a store is not valid, its driver is not installed, or it is another database. */
export function checkStore(store: SecretInput | Knex): void {
  if (typeof store === 'string') parseConnectionString(store, { subject: '' });
  if (isKnex(store)) dialectOf(store);
}
