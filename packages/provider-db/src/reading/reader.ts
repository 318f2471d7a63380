import type { Knex } from 'knex';

/** Does its work in a read-only transaction of its own. */
export type Read = <Result>(work: (transaction: Knex) => Promise<Result>) => Promise<Result>;
