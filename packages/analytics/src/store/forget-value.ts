import type { Knex } from 'knex';
import type { Forgotten } from '../usage.ts';
import { deleteUsage } from './delete-usage.ts';
import { logErasure, nextErasure } from './erasures.ts';
import type { StoredValue } from './stored-value.ts';
import { tables } from './tables.ts';

/**
 * Erases what is stored of one value, and logs that.
 * @param unit How a unit of experiments is stored; undefined if none is erased.
 * @returns How much was erased, and the number of the erasure.
 */
export async function forgetValue(
  transaction: Knex,
  erased: StoredValue,
  unit: string | undefined,
  nowMs: number,
): Promise<{ forgotten: Forgotten; erasure: number }> {
  const number = await nextErasure(transaction);
  const rows = await transaction(tables.dimensions)
    .where({ ...erased })
    .select('usage_id');
  const counts = await deleteUsage(transaction, rows.map(({ usage_id }) => String(usage_id)).toSorted());
  const experiments = unit === undefined ? { exposures: 0, values: 0 } : await forgetUnit(transaction, unit);
  const forgotten = { ...counts, ...experiments };
  await logErasure(transaction, number, erased, forgotten, nowMs);
  return { forgotten, erasure: number };
}

async function forgetUnit(transaction: Knex, unit: string): Promise<{ exposures: number; values: number }> {
  // For MySQL, texts are equal if they differ by spaces at the end.
  const rowsIn = (table: string) =>
    transaction(table)
      .where({ unit })
      .whereRaw('octet_length(unit) = ?', [Buffer.byteLength(unit)]);
  const values = await rowsIn(tables.values).del();
  const exposures = await rowsIn(tables.exposures).del();
  return { exposures, values };
}
