import { PromptError } from '@prompts/core';
import { retrying } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import { errorFrom } from '../errors/error-from.ts';

/**
 * Runs `work` in a transaction. It is retried after a deadlock and when the server is briefly unreachable. If `knex` is a
 * transaction of the caller, `work` runs in a savepoint and is not retried: only the caller can repeat the transaction.
 */
export function inTransaction<Result>(knex: Knex, work: (transaction: Knex) => Promise<Result>): Promise<Result> {
  if (knex.isTransaction) return runOnce(knex, work);
  const { signal } = new AbortController();
  return retrying(() => runOnce(knex, work), { signal });
}

async function runOnce<Result>(knex: Knex, work: (transaction: Knex) => Promise<Result>): Promise<Result> {
  let isCommitting = false;
  try {
    return await knex.transaction(async (transaction) => {
      const result = await work(transaction);
      isCommitting = true;
      return result;
    });
  } catch (thrown) {
    const error = errorFrom(thrown, knex);
    throw isCommitting ? toUncertainError(error) : error;
  }
}

/** The commit was sent but not confirmed. It must not be retried, because it may have succeeded. */
function toUncertainError({ code, message }: PromptError): PromptError {
  const advice = 'The change may have been committed: check before you repeat it';
  return new PromptError(code, `${message}. ${advice}`, { provider: 'db', retryable: false });
}
