import type { Knex } from 'knex';
import { expect } from 'vitest';
import type { ParsedConfig } from '../config-schema.ts';
import { openDatabase } from '../connection/open-database.ts';
import { runReadOnly } from '../connection/run-read-only.ts';
import type { Read } from '../reading/reader.ts';
import { statesOf } from '../watching/state.ts';
import { type Known, type WatchOptions, watch } from '../watching/watch.ts';
import { Waits } from './waits.ts';

/** A watch of which a test sees what it tells, asks and logs. */
export interface Watching extends AsyncDisposable {
  /** Told and not taken yet, a list for each call. */
  readonly told: number[][];
  /** Of its looks and listenings. */
  readonly waits: Waits;
  readonly warnings: string[];
  /** Every statement that the looks ran. */
  readonly statements: string[];
  /** Resolves with what is told next. */
  next(): Promise<number[]>;
  end(): void;
}

/**
 * Begins to watch through a connection of its own.
 * @param known What was last read of a config. Default: what stands there at the beginning.
 */
export async function startWatching(
  connection: string | Knex.Config,
  configs: readonly ParsedConfig[],
  known?: WatchOptions['known'],
): Promise<Watching> {
  const knex = openDatabase(connection);
  const ending = new AbortController();
  const { signal } = ending;
  const told: number[][] = [];
  const warnings: string[] = [];
  const statements: string[] = [];
  const waits = new Waits();
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
      await expect.poll(() => told.length, { interval: 5, timeout: 10_000 }).toBeGreaterThan(0);
      return told.shift() as number[];
    },
    end: () => ending.abort(),
    async [Symbol.asyncDispose]() {
      ending.abort();
      await knex.destroy();
    },
  };
}
