/**
 * Stops waiting for work that takes no signal itself, such as a look-up by the system's resolver, or that others wait for, too. The
 * work continues.
 * @throws The reason of the signal, if it is aborted; what the work rejects with.
 */
export async function rejectOnAbort<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
