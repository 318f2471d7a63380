import type { PromptError, PromptErrorCode } from '@prompts/core';
import type { MethodCall } from './method-calls.ts';
import type { Observer } from './observer.ts';

const accessCodes: readonly PromptErrorCode[] = ['AUTH_FAILED', 'FORBIDDEN', 'NOT_FOUND'];

/**
 * Ensures that a method fails with one of these codes. `validate` may report any problem of access, also as `false`.
 * @param situation Continues "When …" in error messages.
 * @returns The error; undefined if the method reported the failure without one.
 */
export async function expectFailureOf(
  { method, run, isSafe }: MethodCall,
  observer: Observer,
  codes: readonly PromptErrorCode[],
  situation: string,
): Promise<PromptError | undefined> {
  const isAccess = method === 'validate' && codes.some((code) => accessCodes.includes(code));
  const calling = run(observer.context());
  const outcome = await observer.settle(calling, `${situation} and ${method}() is called`);
  if (outcome.status === 'fulfilled') {
    observer.record(outcome.value);
    if (isSafe(outcome.value) || (isAccess && outcome.value === false)) return undefined;
  }
  return observer.expectFailure(
    calling,
    isAccess ? accessCodes : codes,
    `${situation} and ${method}() is called`,
    'Core keeps the last good result itself.',
  );
}
