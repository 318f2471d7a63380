import type { Knex } from 'knex';
import { toStoredText } from './stored-text.ts';
import { tables } from './tables.ts';

/**
 * Stores the id of a flush. It must be the first statement of its transaction: in SQLite, a transaction that reads first can't
 * write if another process has written meanwhile.
 * @returns false if the id is stored already: the flush was committed, and its confirmation was lost.
 */
export async function insertFlushId(transaction: Knex, id: string, nowMs: number): Promise<boolean> {
  const row = { id: toStoredText(id), flushed_at: nowMs };
  // The update locks the row, so that a flush that is being committed is waited for.
  await transaction(tables.flushes)
    .insert({ ...row, flushed_at: 0 })
    .onConflict('id')
    .merge(['id']);
  const inserted = await transaction(tables.flushes).where({ id: row.id, flushed_at: 0 }).update(row);
  return Number(inserted) > 0;
}

/** Removes ids that no process can be in doubt about any more. */
export async function removeFlushIds(transaction: Knex, beforeMs: number): Promise<void> {
  await transaction(tables.flushes).where('flushed_at', '<', beforeMs).del();
}
