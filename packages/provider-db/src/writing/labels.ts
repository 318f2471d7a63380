import { knownKeys } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import * as z from 'zod';
import { problem } from '../errors/problem.ts';
import { tables } from '../history/tables.ts';
import { inTransaction } from './in-transaction.ts';
import { lockPrompt } from './lock-prompt.ts';
import { logChange } from './log-change.ts';
import { type LabelPosition, moveLabel } from './move-label.ts';
import { labelName, parseArguments, promptName, versionNumber, whoShape } from './parse-arguments.ts';

/** The author of a change and the reason for it, for the change log. */
export interface Who {
  /** At most 255 characters. */
  readonly author?: string | undefined;
  readonly message?: string | undefined;
}

const labelSchema = z.strictObject(
  { name: promptName, label: labelName, version: versionNumber, ...whoShape },
  { error: knownKeys },
);
const rollbackSchema = z.strictObject({ name: promptName, label: labelName, ...whoShape }, { error: knownKeys });

/**
 * Moves a label, such as `production`, to a version. Entries that read the label serve that version from then on. If the label
 * refers to that version already, nothing changes.
 * @param knex A knex that may write, or a transaction, which the change becomes part of.
 * @param position The prompt, the label and the version, and optionally the author and a message.
 * @returns The new position of the label.
 * @throws PromptError `NOT_FOUND` if the prompt or the version does not exist; `CONFIG_INVALID` with every mistake in the
 * arguments; `FORBIDDEN`, `AUTH_FAILED`, `TIMEOUT` or `UNAVAILABLE` if the database rejects the write or does not respond.
 */
export async function setLabel(knex: Knex, position: LabelPosition & Who): Promise<LabelPosition> {
  const { author, message, ...target } = parseArguments('setLabel', labelSchema, position);
  return inTransaction(knex, async (transaction) => {
    await lockPrompt(target.name, transaction);
    const hasMoved = await moveLabel(target, transaction);
    if (hasMoved) await logChange({ action: 'label', ...target, author, message }, transaction);
    return target;
  });
}

/**
 * Moves a label back to the version it referred to before its last move. Another call goes back one more move.
 * @param knex A knex that may write, or a transaction, which the change becomes part of.
 * @param request The prompt and the label, and optionally the author and a message.
 * @returns The new position of the label.
 * @throws PromptError `NOT_FOUND` if the prompt or the label does not exist, or the label has no previous version;
 * `CONFIG_INVALID` with every mistake in the arguments; `FORBIDDEN`, `AUTH_FAILED`, `TIMEOUT` or `UNAVAILABLE` if the
 * database rejects the write or does not respond.
 */
export async function rollback(knex: Knex, request: Omit<LabelPosition, 'version'> & Who): Promise<LabelPosition> {
  const { name, label, ...who } = parseArguments('rollback', rollbackSchema, request);
  return inTransaction(knex, async (transaction) => {
    await lockPrompt(name, transaction);
    const version = await findPreviousVersion(name, label, transaction);
    await moveLabel({ name, label, version }, transaction);
    await logChange({ action: 'rollback', name, label, version, ...who }, transaction);
    return { name, label, version };
  });
}

/** Replays the change log of a label: each move adds a version, and each rollback removes the last one. */
async function findPreviousVersion(name: string, label: string, transaction: Knex): Promise<number> {
  const changes = await transaction(tables.changes).where({ name, label }).orderBy('id').select('action', 'version');
  const versions: number[] = [];
  for (const { action, version } of changes) {
    if (action === 'rollback') versions.pop();
    else versions.push(version);
  }
  const previous = versions.at(-2);
  if (previous !== undefined) return previous;
  const reason = versions.length === 0 ? 'is not set' : 'has no previous version';
  throw problem('NOT_FOUND', `the label '${label}' of '${name}' ${reason}: use setLabel`);
}
