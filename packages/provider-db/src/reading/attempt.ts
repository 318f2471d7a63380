import { PromptError } from '@prompts/core';

/** What is wrong with one text among many is a value: the others can be read. */
export function attempt<Result>(work: () => Result): Result | PromptError {
  try {
    return work();
  } catch (error) {
    if (PromptError.isInstance(error)) return error;
    throw error;
  }
}
