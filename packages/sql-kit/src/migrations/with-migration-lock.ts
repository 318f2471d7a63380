import { PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import { type Dialect, dialectOf } from '../connection/dialect.ts';
import type { RawConnection } from '../connection/get-socket.ts';

interface Lock {
  /** Waits until no other process holds the lock. */
  acquire(transaction: Knex): Promise<void>;
  /** Omitted if the lock is released when the transaction ends. */
  release?(transaction: Knex): Promise<void>;
}

/** An arbitrary number, unlikely to be used as an advisory lock by anything else. */
const lockNumber = 7_308_332_045;
const lockName = 'prompts-migrations';
const lockTimeoutSeconds = 60;

const locks: Readonly<Record<Dialect, Lock>> = {
  postgres: {
    async acquire(transaction) {
      await transaction.raw(`select pg_advisory_xact_lock(${lockNumber})`);
    },
  },
  mysql: {
    async acquire(transaction) {
      const [[row]] = await transaction.raw(`select get_lock('${lockName}', ${lockTimeoutSeconds}) as acquired`);
      if (row.acquired !== 1) {
        const message = `the lock '${lockName}' is not available: another process is creating the tables. Try again later`;
        throw new PromptError('UNAVAILABLE', message);
      }
    },
    async release(transaction) {
      await transaction.raw(`select release_lock('${lockName}')`);
    },
  },
  sqlite: {
    // The first write of a transaction locks the file.
    async acquire(transaction) {
      await transaction.raw('create table prompt_migrations_guard (id integer)');
      await transaction.raw('drop table prompt_migrations_guard');
    },
  },
};

/**
 * Runs `work` in a transaction, in one process at a time. If it fails, its changes are rolled back, except on MySQL, where
 * schema changes can't be.
 * @param connection The connection to use, such as `withConnection` passes. Default: any of the pool.
 */
export async function withMigrationLock(
  knex: Knex,
  work: (transaction: Knex) => Promise<void>,
  connection?: RawConnection,
): Promise<void> {
  const { acquire, release } = locks[dialectOf(knex)];
  const runLocked = async (transaction: Knex) => {
    await acquire(transaction);
    try {
      await work(transaction);
    } finally {
      await release?.(transaction);
    }
  };
  await knex.transaction(runLocked, connection && ({ connection } as Knex.TransactionConfig));
}
