import type { PromptHook, PromptRequest } from './hook.ts';

/** Passes a read through every `before` hook. @throws what a hook throws: the read is refused. */
export async function redirect(request: PromptRequest, hooks: readonly PromptHook[]): Promise<PromptRequest> {
  let current = request;
  for (const hook of hooks) current = (await hook.before?.(current)) ?? current;
  return current;
}

/** The same at once; undefined where a hook answers by a promise. */
export function redirectNow(request: PromptRequest, hooks: readonly PromptHook[]): PromptRequest | undefined {
  let current = request;
  for (const hook of hooks) {
    const answer = hook.before?.(current);
    if (answer instanceof Promise) {
      // The answer comes too late for this read, whatever it is.
      answer.catch(() => {});
      return undefined;
    }
    current = answer ?? current;
  }
  return current;
}
