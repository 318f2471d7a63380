import { type LoadContext, PromptError } from '@prompts/core';
import { invalidResponse } from './errors.ts';

/**
 * Reads responses, and reports those in which a value does not have the type that the API describes. Not every value is checked before
 * it is used.
 * @param what What is read, for errors: `page 2f1c…`.
 * @throws `CONTENT_INVALID` instead of a JavaScript error.
 */
export async function reportUnreadable<Result>(
  what: string,
  { signal }: Pick<LoadContext, 'signal'>,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (PromptError.isInstance(error) || signal.aborted) throw error;
    throw invalidResponse(what, 'does not have the format that the API describes');
  }
}
