import { retrying } from '@prompts/provider-kit';
import type { ExperimentBatch, ExperimentStop, ExperimentStore } from '../experiment-store.ts';
import type { Hasher } from '../hasher.ts';
import type { UsageDatabase } from '../store/usage-database.ts';
import { withTimeLimit } from '../store/with-time-limit.ts';
import { addBatch } from './add-batch.ts';
import { insertStop, selectStops } from './stops.ts';
import { summarise } from './summarise.ts';

export interface ExperimentStoreParts {
  readonly database: UsageDatabase;
  readonly hasher: Hasher;
  /** Epoch ms. */
  now(): number;
}

/** Creates the store for `@prompts/experiments`. With a key, units are stored as hashes. */
export function createExperimentStore({ database, hasher, now }: ExperimentStoreParts): ExperimentStore {
  const write = (what: string, work: (signal: AbortSignal) => Promise<void>) =>
    withTimeLimit(what, (signal) => retrying(() => work(signal), { signal }));

  return {
    add: (batch: ExperimentBatch) =>
      write('a batch of experiments', async (signal) => {
        const hash = hasher.hasKey ? await hasher.withKey(signal) : (unit: string) => unit;
        await database.transaction(signal, (transaction) => addBatch(transaction, batch, hash, now()));
      }),
    summarise: (experiment, seed) =>
      withTimeLimit('a query of experiments', (signal) =>
        database.transaction(signal, (transaction) => summarise(transaction, experiment, seed)),
      ),
    stop: (stop: ExperimentStop) =>
      write('a stop of an experiment', (signal) =>
        database.transaction(signal, (transaction) => insertStop(transaction, stop)),
      ),
    stops: () => withTimeLimit('a query of experiments', (signal) => database.transaction(signal, selectStops)),
  };
}
