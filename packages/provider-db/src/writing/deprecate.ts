import { strictObject } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import { tables } from '../history/tables.ts';
import { name, parseArguments, who } from './arguments.ts';
import type { Who } from './labels.ts';
import { inTransaction, lockPrompt, logChange, now } from './transaction.ts';

const schema = strictObject({ name, ...who });

/**
 * Marks a prompt as one that is not to be used any longer. It is still served, with `metadata.deprecatedAt`; publishing a
 * new version takes the mark away.
 * @param knex A connection that may write; or a transaction, which it becomes part of.
 * @throws PromptError `NOT_FOUND` where there is no such prompt.
 */
export async function deprecatePrompt(knex: Knex, request: { readonly name: string } & Who): Promise<void> {
  const { name, ...who } = parseArguments('deprecatePrompt', schema, request);
  await inTransaction(knex, async (transaction) => {
    await lockPrompt(name, transaction);
    const marked = await transaction(tables.prompts)
      .where({ name, deprecated_at: null })
      .update({ deprecated_at: now() });
    if (marked > 0) await logChange({ action: 'deprecate', name, ...who }, transaction);
  });
}
