import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { tables } from '../history/tables.ts';

/** Where a label stands. */
export interface LabelPosition {
  readonly name: string;
  readonly label: string;
  readonly version: number;
}

/**
 * Puts a label at a version of a prompt that is locked.
 * @returns whether it stood elsewhere before.
 * @throws `NOT_FOUND` where there is no such version.
 */
export async function moveLabel({ name, label, version }: LabelPosition, transaction: Knex): Promise<boolean> {
  const target = await transaction(tables.versions).where({ name, version }).first('version');
  if (!target) throw problem('NOT_FOUND', `'${name}' has no version ${version}`);
  const before = await transaction(tables.labels).where({ name, label }).first('version');
  if (before?.version === version) return false;
  await transaction(tables.labels).insert({ name, label, version }).onConflict(['name', 'label']).merge(['version']);
  return true;
}
