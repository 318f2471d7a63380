import { knownKeys } from '@prompts/provider-kit';
import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import * as z from 'zod';
import { channel, tables } from '../history/tables.ts';
import { currentTimestamp } from './current-timestamp.ts';
import { inTransaction } from './in-transaction.ts';
import type { Who } from './labels.ts';
import { lockPrompt } from './lock-prompt.ts';
import { logChange } from './log-change.ts';
import { parseArguments, promptName, whoShape } from './parse-arguments.ts';

const schema = z.strictObject({ name: promptName, ...whoShape }, { error: knownKeys });

/**
 * Marks a prompt as deprecated. It is still served, with `metadata.deprecatedAt` (ISO 8601). Publishing a new version removes
 * the mark. Calling this again changes nothing.
 * @param knex A knex that may write, or a transaction, which the change becomes part of.
 * @param request The name of the prompt, and optionally the author and a message, for the change log.
 * @throws PromptError `NOT_FOUND` if the prompt does not exist; `CONFIG_INVALID` with every mistake in the arguments;
 * `FORBIDDEN`, `AUTH_FAILED`, `TIMEOUT` or `UNAVAILABLE` if the database rejects the write or does not respond.
 */
export async function deprecatePrompt(knex: Knex, request: { readonly name: string } & Who): Promise<void> {
  const { name, ...who } = parseArguments('deprecatePrompt', schema, request);
  await inTransaction(knex, async (transaction) => {
    await lockPrompt(name, transaction);
    const updated = await transaction(tables.prompts)
      .where({ name, deprecated_at: null })
      .update({ deprecated_at: currentTimestamp() });
    if (updated === 0) return;
    await logChange({ action: 'deprecate', name, ...who }, transaction);
    if (dialectOf(transaction) === 'postgres') {
      await transaction.raw('select pg_notify(?, ?)', [channel, JSON.stringify({ name, label: null })]);
    }
  });
}
