import { PromptError } from '@prompts/core';

/** Creates a refinement for zod's `superRefine`. It reports a PromptError that `check` throws as an issue of the value. */
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
