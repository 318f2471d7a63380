/** Thrown by {@link withTimeout} when the time is up. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`not done within ${timeoutMs} ms`);
    this.timeoutMs = timeoutMs;
  }
}

export interface TimeoutOptions {
  readonly timeoutMs: number;
  /** Stops the work early. */
  readonly signal?: AbortSignal;
  /** Whether the process may exit while the work is in progress. Default false. */
  readonly isBackground?: boolean;
}

/**
 * Runs work that must be done within a time limit.
 * @param work Receives a signal that is aborted when the time is up or `options.signal` is aborted, but not once the work is
 * done.
 * @returns The result of the work.
 * @throws TimeoutError, the reason of `options.signal`, or what the work throws.
 */
export async function withTimeout<Result>(
  { timeoutMs, signal, isBackground = false }: TimeoutOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const stopped = new AbortController();
  const stop = Promise.withResolvers<never>();
  const stopWith = (reason: unknown) => {
    stopped.abort(reason);
    stop.reject(reason);
  };
  const timer = setTimeout(() => stopWith(new TimeoutError(timeoutMs)), timeoutMs);
  if (isBackground) timer.unref();
  const onAbort = () => stopWith(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(stopped.signal), stop.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
