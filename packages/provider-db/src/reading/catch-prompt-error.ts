import { PromptError } from '@prompts/core';

/** Returns a `PromptError` that `work` throws instead of throwing it, so that one invalid row does not fail the others. */
export function catchPromptError<Result>(work: () => Result): Result | PromptError {
  try {
    return work();
  } catch (error) {
    if (PromptError.isInstance(error)) return error;
    throw error;
  }
}
