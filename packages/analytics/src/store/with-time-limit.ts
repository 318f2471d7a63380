import { PromptError } from '@prompts/core';

/** The time limit of one operation on the store: of a flush, a query, … */
const operationTimeoutMs = 10_000;

/**
 * Runs `work` with a signal that is aborted after {@link operationTimeoutMs}. It keeps the process alive until then.
 * @param work Its second argument is a function that starts the time anew, after progress.
 */
export async function withTimeLimit<Result>(
  what: string,
  work: (signal: AbortSignal, restart: () => void) => Promise<Result>,
  timeoutMs = operationTimeoutMs,
): Promise<Result> {
  const controller = new AbortController();
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => {});
  const end = () => {
    const message = `the store of analytics did not respond to ${what} within ${timeoutMs / 1000} s: check its server, and whether another program has locked it`;
    const error = new PromptError('TIMEOUT', message);
    controller.abort(error);
    aborted.reject(error);
  };
  let timer = setTimeout(end, timeoutMs);
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(end, timeoutMs);
  };
  try {
    return await Promise.race([work(controller.signal, restart), aborted.promise]);
  } finally {
    clearTimeout(timer);
  }
}
