import type { Knex } from 'knex';
import { readErasures } from './erasures.ts';
import { insertFlushId } from './flush-ids.ts';
import { tables } from './tables.ts';
import { compare, type UsageRecord } from './to-rows.ts';
import { add, larger, smaller, type UpsertTarget, upsert } from './upsert.ts';

const usage: UpsertTarget = {
  table: tables.usage,
  columns: ['id', 'hour', 'prompt', 'version', 'state', 'read_count'],
  key: 'id',
  merge: { read_count: add },
};

const dimensions: UpsertTarget = {
  table: tables.dimensions,
  columns: ['usage_id', 'dimension', 'value'],
  key: 'usage_id, dimension',
};

const measures: UpsertTarget = {
  table: tables.measures,
  columns: ['usage_id', 'measure', 'value_count', 'value_sum', 'value_min', 'value_max'],
  key: 'usage_id, measure',
  merge: { value_count: add, value_sum: add, value_min: smaller, value_max: larger },
};

/** Counts that are added to the store together. */
export interface UsageBatch {
  /** A batch with an id that is stored already changes nothing. */
  readonly id: string;
  readonly records: readonly UsageRecord[];
}

/**
 * Adds counts to the tables, except for those that another process has erased meanwhile.
 * @param lastErasure The number of erasures that this process has taken part in.
 * @returns The number of erasures now.
 */
export async function writeUsage(
  transaction: Knex,
  { id, records }: UsageBatch,
  lastErasure: number,
  nowMs: number,
): Promise<number> {
  const isNew = await insertFlushId(transaction, id, nowMs);
  const erasures = await readErasures(transaction, lastErasure);
  if (!isNew) return lastErasure;
  const kept = records.filter(
    ({ dimensions: values, since }) => !values.some((value) => since <= erasures.timeOf(value)),
  );
  await upsert(
    transaction,
    usage,
    kept.map(({ id, hour, prompt, version, state, reads }) => [id, hour, prompt, version, state, reads]),
  );
  await upsert(
    transaction,
    dimensions,
    kept.flatMap(({ id, dimensions: values }) => values.map(({ dimension, value }) => [id, dimension, value])),
  );
  await upsert(
    transaction,
    measures,
    kept.flatMap(({ id, measures: summaries }) =>
      [...summaries]
        .toSorted(([one], [two]) => compare(one, two))
        .map(([measure, { count, sum, min, max }]) => [id, measure, count, sum, min, max]),
    ),
  );
  return erasures.last;
}
