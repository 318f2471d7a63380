import type { Logger } from '../logger.ts';

/**
 * Calls code of others whose failure must not reach the caller, whether it throws or rejects. A failure is logged as a
 * warning without its own message, which may contain secrets.
 * @param failure The warning.
 */
export async function logErrors(logger: Logger, failure: string, call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    logger.warn(`@prompts: ${failure}`);
  }
}
