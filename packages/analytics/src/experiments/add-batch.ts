import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { ExperimentBatch, Exposure } from '../experiment-store.ts';
import { readErasures } from '../store/erasures.ts';
import { insertFlushId } from '../store/flush-ids.ts';
import { rowId, toStoredText } from '../store/stored-text.ts';
import { unitDimension } from '../store/stored-value.ts';
import { tables } from '../store/tables.ts';
import { compare } from '../store/to-rows.ts';
import { type UpsertTarget, upsert } from '../store/upsert.ts';

/** The squares of sums of such values stay within the range of all databases. */
const maxValue = 1e140;
const rowsPerStatement = 250;

const exposureTarget: UpsertTarget = {
  table: tables.exposures,
  columns: ['id', 'experiment', 'seed', 'unit', 'variant', 'exposed_at'],
  key: 'id',
  merge: {
    variant: (current, inserted) => {
      const time = (column: string) => column.replace('variant', 'exposed_at');
      return `case when ${time(inserted)} < ${time(current)} then ${inserted} else ${current} end`;
    },
    exposed_at: (current, inserted) => `case when ${inserted} < ${current} then ${inserted} else ${current} end`,
  },
};

/** Adds a batch, unless it was added before. What was erased since it was recorded is left out. */
export async function addBatch(
  transaction: Knex,
  { id, exposures, values }: ExperimentBatch,
  hash: (unit: string) => string,
  nowMs: number,
): Promise<void> {
  if (!(await insertFlushId(transaction, `experiments:${id}`, nowMs))) return;
  const { timeOf } = await readErasures(transaction, 0);
  const isErased = (unit: string, atMs: number) => atMs <= timeOf({ dimension: unitDimension, value: rowId(unit) });

  /** Of several exposures of a unit, the earliest counts. */
  const earliest = new Map<string, { readonly row: (string | number)[]; readonly exposure: Exposure }>();
  for (const exposure of exposures) {
    const unit = toStoredText(hash(exposure.unit));
    const at = Math.floor(exposure.exposedAtMs);
    if (isErased(unit, at)) continue;
    const key = exposureId(exposure, unit);
    const known = earliest.get(key);
    if (known && known.exposure.exposedAtMs <= exposure.exposedAtMs) continue;
    const texts = [exposure.experiment, exposure.seed, unit, exposure.variant].map(toStoredText);
    earliest.set(key, { row: [key, ...texts, at], exposure });
  }
  const rows = [...earliest].toSorted(([one], [two]) => compare(one, two)).map(([, { row }]) => row);
  await upsert(transaction, exposureTarget, rows);

  const valueRows = values.flatMap(({ value, recordedAtMs, metric, ...of }) => {
    const unit = toStoredText(hash(of.unit));
    const recorded_at = Math.floor(recordedAtMs);
    if (isErased(unit, recorded_at) || Number.isNaN(value)) return [];
    const bounded = Math.min(Math.max(value, -maxValue), maxValue);
    return [{ exposure_id: exposureId(of, unit), unit, metric: toStoredText(metric), value: bounded, recorded_at }];
  });
  for (let start = 0; start < valueRows.length; start += rowsPerStatement) {
    await transaction(tables.values).insert(valueRows.slice(start, start + rowsPerStatement));
    await nextTurn();
  }
}

function exposureId({ experiment, seed }: { experiment: string; seed: string }, unit: string): string {
  return rowId(toStoredText(experiment), toStoredText(seed), unit);
}
