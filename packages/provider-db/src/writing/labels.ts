import { strictObject } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { tables } from '../history/tables.ts';
import { label, name, parseArguments, version, who } from './arguments.ts';
import { type LabelPosition, moveLabel } from './move-label.ts';
import { inTransaction, lockPrompt, logChange } from './transaction.ts';

/** Who does it, and why: for the change log. */
export interface Who {
  readonly author?: string | undefined;
  readonly message?: string | undefined;
}

const labelSchema = strictObject({ name, label, version, ...who });
const rollbackSchema = strictObject({ name, label, ...who });

/**
 * Puts a label, such as `production`, at a version. Whoever reads the label reads that version from then on.
 * @param knex A connection that may write; or a transaction, which it becomes part of.
 * @throws PromptError `NOT_FOUND` where there is no such prompt or version; `CONFIG_INVALID` naming every mistake.
 */
export async function setLabel(knex: Knex, position: LabelPosition & Who): Promise<LabelPosition> {
  const { author, message, ...target } = parseArguments('setLabel', labelSchema, position);
  return inTransaction(knex, async (transaction) => {
    await lockPrompt(target.name, transaction);
    const moved = await moveLabel(target, transaction);
    if (moved) await logChange({ action: 'label', ...target, author, message }, transaction);
    return target;
  });
}

/**
 * Takes a label back to the version where it stood before; a second time, to the one before that.
 * @param knex A connection that may write; or a transaction, which it becomes part of.
 * @returns where the label stands now.
 * @throws PromptError `NOT_FOUND` where there is no such prompt or label, or no version before.
 */
export async function rollback(knex: Knex, request: Omit<LabelPosition, 'version'> & Who): Promise<LabelPosition> {
  const { name, label, ...who } = parseArguments('rollback', rollbackSchema, request);
  return inTransaction(knex, async (transaction) => {
    await lockPrompt(name, transaction);
    const version = await versionBefore(name, label, transaction);
    await moveLabel({ name, label, version }, transaction);
    await logChange({ action: 'rollback', name, label, version, ...who }, transaction);
    return { name, label, version };
  });
}

/** Goes through what the log says of a label: each move leads on, each rollback one step back. */
async function versionBefore(name: string, label: string, transaction: Knex): Promise<number> {
  const moves = await transaction(tables.changes).where({ name, label }).orderBy('id').select('action', 'version');
  const path: number[] = [];
  for (const { action, version } of moves) {
    if (action === 'rollback') path.pop();
    else path.push(version);
  }
  const before = path.at(-2);
  if (before !== undefined) return before;
  const why = path.length === 0 ? 'is not set' : 'stood nowhere before';
  throw problem('NOT_FOUND', `the label '${label}' of '${name}' ${why}: put it somewhere with setLabel`);
}
