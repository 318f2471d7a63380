import type { Knex } from 'knex';
import type { ExperimentStop } from '../experiment-store.ts';
import { rowId, toStoredText } from '../store/stored-text.ts';
import { tables } from '../store/tables.ts';
import { upsert } from '../store/upsert.ts';

const columns = ['id', 'experiment', 'seed', 'variant', 'metric', 'reason', 'stopped_at'];

/** Stores a stop, unless that experiment was stopped before. */
export async function insertStop(
  transaction: Knex,
  { experiment, seed, variant, metric, reason, stoppedAtMs }: ExperimentStop,
): Promise<void> {
  const texts = [experiment, seed, variant, metric, reason].map(toStoredText);
  const row = [rowId(texts[0], texts[1]), ...texts, Math.floor(stoppedAtMs)];
  await upsert(transaction, { table: tables.stops, columns, key: 'id' }, [row]);
}

export async function selectStops(transaction: Knex): Promise<ExperimentStop[]> {
  const rows = await transaction(tables.stops).orderBy(['stopped_at', 'id']);
  return rows.map(({ experiment, seed, variant, metric, reason, stopped_at }) => ({
    experiment,
    seed,
    variant,
    metric,
    reason,
    stoppedAtMs: Number(stopped_at),
  }));
}
