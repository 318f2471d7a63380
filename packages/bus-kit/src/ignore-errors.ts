/** Calls a function of the app. What it throws, or rejects with later, is ignored: a bus has nowhere to report it. */
export async function ignoreErrors(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // See above.
  }
}
