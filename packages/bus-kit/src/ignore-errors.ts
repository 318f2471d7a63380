/** Calls a function of the app, and ignores what it throws or rejects with. */
export async function ignoreErrors(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // A bus has nowhere to report it.
  }
}
