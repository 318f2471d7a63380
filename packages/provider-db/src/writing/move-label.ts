import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { tables } from '../history/tables.ts';

/** A label and the version it refers to. */
export interface LabelPosition {
  /** The name of the prompt. */
  readonly name: string;
  /** Any name except `latest`, of at most 255 characters. */
  readonly label: string;
  /** 1, 2, 3 … */
  readonly version: number;
}

/**
 * Moves a label of a prompt that the transaction has locked.
 * @returns Whether the label referred to another version before, or did not exist.
 * @throws `NOT_FOUND` if the version does not exist.
 */
export async function moveLabel({ name, label, version }: LabelPosition, transaction: Knex): Promise<boolean> {
  const target = await transaction(tables.versions).where({ name, version }).first('version');
  if (!target) throw problem('NOT_FOUND', `'${name}' has no version ${version}`);
  const previous = await transaction(tables.labels).where({ name, label }).first('version');
  if (previous?.version === version) return false;
  await transaction(tables.labels).insert({ name, label, version }).onConflict(['name', 'label']).merge(['version']);
  return true;
}
