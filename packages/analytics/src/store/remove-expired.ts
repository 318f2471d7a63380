import type { Knex } from 'knex';
import { deleteUsage } from './delete-usage.ts';
import { tables } from './tables.ts';

/** The number of rows that are removed in one transaction. */
const rowsPerTransaction = 1000;

/**
 * Removes counts of hours before `hour`.
 * @returns Whether there may be more.
 */
export async function removeExpired(transaction: Knex, hour: number): Promise<boolean> {
  const expired = await transaction(tables.usage).where('hour', '<', hour).limit(rowsPerTransaction).select('id');
  const ids = expired.map(({ id }) => String(id)).toSorted();
  await deleteUsage(transaction, ids);
  return ids.length === rowsPerTransaction;
}
