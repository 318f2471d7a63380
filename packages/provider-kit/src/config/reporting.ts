import { PromptError } from '@prompts/core';

/** For zod's `superRefine`: reports the PromptError that `check` throws as a mistake of the value. */
export function reporting<Value>(check: (value: Value) => unknown) {
  return (value: Value, { addIssue }: { addIssue(message: string): void }): void => {
    try {
      check(value);
    } catch (error) {
      if (!PromptError.isInstance(error)) throw error;
      addIssue(error.message);
    }
  };
}
