import type { Knex } from 'knex';
import { tables } from './tables.ts';

/** How many rows one statement deletes. */
const rowsPerStatement = 250;

/** Deletes rows of counts with their dimensions and measures. @returns How many reads and measured values they contained. */
export async function deleteUsage(
  transaction: Knex,
  ids: readonly string[],
): Promise<{ reads: number; measures: number }> {
  const sums = { reads: 0, measures: 0 };
  for (let start = 0; start < ids.length; start += rowsPerStatement) {
    const chunk = ids.slice(start, start + rowsPerStatement);
    const usage = transaction(tables.usage).whereIn('id', chunk);
    const measures = transaction(tables.measures).whereIn('usage_id', chunk);
    const [reads] = await usage.clone().sum({ sum: 'read_count' });
    const [values] = await measures.clone().sum({ sum: 'value_count' });
    sums.reads += Number(reads?.sum ?? 0);
    sums.measures += Number(values?.sum ?? 0);
    await measures.del();
    await transaction(tables.dimensions).whereIn('usage_id', chunk).del();
    await usage.del();
  }
  return sums;
}
