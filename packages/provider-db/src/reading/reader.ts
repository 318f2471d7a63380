import type { Knex } from 'knex';

/** Runs `work` in a read-only transaction. */
export type Read = <Result>(work: (transaction: Knex) => Promise<Result>) => Promise<Result>;
