import type { AnySource, Check } from './check.ts';
import { closeWithin } from './close-provider.ts';
import { Observer } from './observer.ts';
import { SkipCheck } from './skip-check.ts';

/** The checks of the group 'closing' report a `close` that hangs; the others don't wait for it. */
const cleanUpTimeoutMs = 1000;

/** Options of {@link runCheck}. */
export interface CheckOptions {
  create(): Promise<AnySource> | AnySource;
  readonly cannot?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Runs one check against a new source, and searches everything that the provider reported for secrets.
 * @returns The reason if the check was skipped; otherwise undefined.
 * @throws If the provider fails the check.
 */
export async function runCheck(check: Check, { create, cannot = {} }: CheckOptions): Promise<string | undefined> {
  const reason = cannot[check.id];
  if (reason !== undefined) return reason;
  const source = await create();
  const observer = new Observer();
  try {
    const missing = check.missing?.(source);
    if (missing !== undefined) return missing;
    await check.run(source, observer);
    observer.ensureNoSecret(source.secrets ?? []);
    return undefined;
  } catch (error) {
    if (error instanceof SkipCheck) return error.message;
    throw error;
  } finally {
    if (!observer.providerClosed) await closeWithin(source.provider, cleanUpTimeoutMs);
    await source.close();
  }
}
