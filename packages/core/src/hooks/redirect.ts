import type { PromptHook, PromptRequest } from './hook.ts';

/**
 * Passes a read through every `before` hook.
 * @param onCall Receives the name of each hook before it is called.
 * @throws what a hook throws, to refuse the read.
 */
export async function redirect(
  request: PromptRequest,
  hooks: readonly PromptHook[],
  onCall: (name: string) => void,
): Promise<PromptRequest> {
  let current = request;
  for (const hook of hooks) {
    onCall(hook.name);
    current = (await hook.before?.(current)) ?? current;
  }
  return current;
}

/** The same, synchronously. @returns The final request; undefined if a hook returns a promise. */
export function redirectNow(request: PromptRequest, hooks: readonly PromptHook[]): PromptRequest | undefined {
  let current = request;
  for (const hook of hooks) {
    const result = hook.before?.(current);
    if (result instanceof Promise) {
      // The promise settles too late for this read, whatever its result.
      result.catch(() => {});
      return undefined;
    }
    current = result ?? current;
  }
  return current;
}
