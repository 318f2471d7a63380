import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { expect } from 'vitest';
import type { ParsedConfig } from '../config-schema.ts';
import { runReadOnly } from '../connection/run-read-only.ts';
import type { Read } from '../reading/reader.ts';
import { statesOf } from '../watching/state.ts';
import { type Known, type WatchOptions, watch } from '../watching/watch.ts';
import { Waits } from './waits.ts';

/** A running watch, and everything that it reports, queries and logs. */
export interface Watching extends AsyncDisposable {
  /** The indexes of each call of `onChange`, until `next` takes them. */
  readonly told: number[][];
  /** The waits of polling and listening. */
  readonly waits: Waits;
  readonly warnings: string[];
  /** The statements of polling, in order. */
  readonly statements: string[];
  /** Resolves with the indexes of the next call of `onChange`. */
  next(): Promise<number[]>;
  end(): void;
}

/**
 * Starts a watch with its own connection.
 * @param known The state last read of each config. Default: the state at the start.
 * @param listenAt Where to listen. Default: the connection.
 */
export async function startWatching(
  connection: string | Knex.Config,
  configs: readonly ParsedConfig[],
  known?: WatchOptions['known'],
  waits = new Waits(),
  listenAt?: string,
): Promise<Watching> {
  const knex = openDatabase(connection);
  const announcer = listenAt === undefined ? knex : openDatabase(listenAt);
  const stopped = new AbortController();
  const { signal } = stopped;
  const told: number[][] = [];
  const warnings: string[] = [];
  const statements: string[] = [];
  const readAll: Read = (work) => runReadOnly(knex, signal, work);
  const states = known ? [] : await statesOf(configs, readAll, () => {}).catch(() => []);
  const initial = new Map<ParsedConfig, Known>();
  for (const [index, config] of configs.entries()) {
    const state = states[index];
    if (state !== undefined) initial.set(config, { state });
  }
  knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
  const ignore = () => {};
  await watch(configs, (indexes) => told.push([...indexes]), knex, {
    signal,
    announcer,
    wait: waits.wait,
    logger: { debug: ignore, info: ignore, warn: (message) => warnings.push(message), error: ignore },
    read: readAll,
    known: known ?? ((config) => initial.get(config)),
  });
  return {
    told,
    waits,
    warnings,
    statements,
    async next() {
      await expect.poll(() => told.length, { interval: 5 }).toBeGreaterThan(0);
      return told.shift() as number[];
    },
    end: () => stopped.abort(),
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await knex.destroy();
      await announcer.destroy();
    },
  };
}
