import type { Knex } from 'knex';
import { type Dialect, dialectOf } from '../connection/dialect.ts';
import { problem } from '../errors/problem.ts';

interface Lock {
  /** Waits until nobody else has it. */
  take(transaction: Knex): Promise<void>;
  /** Where it doesn't end with the transaction. */
  release?(transaction: Knex): Promise<void>;
}

/** Any number that nobody else locks. */
const lockNumber = 7_308_332_045;
const lockName = 'prompts-migrations';

/** Seconds. */
const patience = 60;

const locks: Readonly<Record<Dialect, Lock>> = {
  postgres: {
    async take(transaction) {
      await transaction.raw(`select pg_advisory_xact_lock(${lockNumber})`);
    },
  },
  mysql: {
    async take(transaction) {
      const [[row]] = await transaction.raw(`select get_lock('${lockName}', ${patience}) as taken`);
      if (row.taken !== 1) throw problem('UNAVAILABLE', 'another process creates the tables, and does not end');
    },
    async release(transaction) {
      await transaction.raw(`select release_lock('${lockName}')`);
    },
  },
  sqlite: {
    // Whoever writes first keeps all others waiting until it commits.
    async take(transaction) {
      await transaction.raw('create table prompt_migrations_guard (id integer)');
      await transaction.raw('drop table prompt_migrations_guard');
    },
  },
};

/**
 * Works in one transaction, and keeps other processes that do the same work out until it is done. What was begun is taken
 * back where the database can (not MySQL).
 */
export async function alone(knex: Knex, work: (transaction: Knex) => Promise<void>): Promise<void> {
  const { take, release } = locks[dialectOf(knex)];
  await knex.transaction(async (transaction) => {
    await take(transaction);
    try {
      await work(transaction);
    } finally {
      await release?.(transaction);
    }
  });
}
