/** Calls what an app gave. What it throws, at once or later, harms nobody else. */
export async function harmlessly(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // A bus has nobody to tell.
  }
}
