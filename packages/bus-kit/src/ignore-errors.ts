/** Calls a function of the app, and ignores its errors and rejections. */
export async function ignoreErrors(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // A bus has nowhere to report it.
  }
}
