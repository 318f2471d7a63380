import type { Knex } from 'knex';
import { type ChangeAction, tables } from '../history/tables.ts';
import { currentTimestamp } from './current-timestamp.ts';

interface Change {
  readonly name: string;
  readonly action: ChangeAction;
  readonly version?: number | undefined;
  readonly label?: string | undefined;
  readonly author?: string | undefined;
  readonly message?: string | undefined;
}

/** Adds a row to the change log, in the transaction that makes the change. */
export async function logChange(change: Change, transaction: Knex): Promise<void> {
  await transaction(tables.changes).insert({ ...change, created_at: currentTimestamp() });
}
