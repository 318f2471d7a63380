import { PromptError } from '@prompts/core';
import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { Forgotten } from '../usage.ts';
import { checkVersion } from './migrate.ts';
import type { StoredValue } from './stored-value.ts';
import { tables } from './tables.ts';

/** What was erased since some time. A process may have counts of that time that it has not written yet. */
interface Erasures {
  /** The number of all erasures. */
  readonly last: number;
  /** When a value was erased, in epoch ms; -Infinity if it was not. */
  timeOf(erasure: StoredValue): number;
}

/**
 * Locks the state of the tables until the transaction ends, so that nothing is erased meanwhile.
 * @param after The number of erasures that need not be returned.
 * @throws `CONFIG_INVALID` if a newer release has changed the tables.
 */
export async function readErasures(transaction: Knex, after: number): Promise<Erasures> {
  const state = transaction(tables.state).first('schema_version', 'last_erasure');
  const row = await (dialectOf(transaction) === 'sqlite' ? state : state.forShare());
  if (!row) throw new PromptError('UNAVAILABLE', `the table ${tables.state} of analytics is empty`);
  checkVersion(Number(row.schema_version));
  const last = Number(row.last_erasure);
  if (last === after) return { last, timeOf: () => -Infinity };
  const erased = await transaction(tables.erasures).where('id', '>', after).whereNot({ value: '' });
  const times = new Map(erased.map((each) => [keyOf(each), Number(each.erased_at)]));
  return { last, timeOf: (erasure) => times.get(keyOf(erasure)) ?? -Infinity };
}

function keyOf({ dimension, value }: StoredValue): string {
  return `${value} ${dimension}`;
}

/** Reserves the number of the next erasure. It must be the first statement of its transaction. */
export async function nextErasure(transaction: Knex): Promise<number> {
  await transaction(tables.state).increment('last_erasure', 1);
  const row = await transaction(tables.state).first('last_erasure');
  return Number(row?.last_erasure);
}

/** Logs an erasure in the store. The value itself is removed later, by {@link removeErasedValues}. */
export async function logErasure(
  transaction: Knex,
  id: number,
  { dimension, value }: StoredValue,
  { reads, measures, exposures, values }: Forgotten,
  nowMs: number,
): Promise<void> {
  const counts = { read_count: reads, measure_count: measures, exposure_count: exposures, value_count: values };
  await transaction(tables.erasures).insert({ id, dimension, value, erased_at: nowMs, ...counts });
}

/** Removes the values of erasures that all processes know. The log keeps the rest. */
export async function removeErasedValues(transaction: Knex, beforeMs: number): Promise<void> {
  await transaction(tables.erasures).where('erased_at', '<', beforeMs).whereNot({ value: '' }).update({ value: '' });
}
