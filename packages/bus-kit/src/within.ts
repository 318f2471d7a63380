/** Thrown by {@link within} at the end of its time. */
export class LateError extends Error {
  override readonly name = 'LateError';
  readonly seconds: number;

  constructor(seconds: number) {
    super(`took more than ${seconds} s`);
    this.seconds = seconds;
  }
}

export interface WithinOptions {
  readonly seconds: number;
  /** Ends the work before its time. */
  readonly signal?: AbortSignal;
  /** Whether the process may end meanwhile. Default false. */
  readonly isBackground?: boolean;
}

/**
 * Bounds work in time.
 * @param work Is given a signal that is aborted when the work comes too late, never after it is done.
 * @throws LateError, the reason of `options.signal`, or what the work throws.
 */
export async function within<Result>(
  { seconds, signal, isBackground = false }: WithinOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const inner = new AbortController();
  const ended = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    inner.abort(reason);
    ended.reject(reason);
  };
  const timer = setTimeout(() => end(new LateError(seconds)), seconds * 1000);
  if (isBackground) timer.unref();
  const follow = () => end(signal?.reason);
  signal?.addEventListener('abort', follow, { once: true });
  try {
    return await Promise.race([work(inner.signal), ended.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', follow);
  }
}
