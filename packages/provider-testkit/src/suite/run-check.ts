import type { AnySource, Check } from './check.ts';
import { Observer } from './observer.ts';

/** Options of {@link runCheck}. */
export interface CheckOptions {
  create(): Promise<AnySource> | AnySource;
  readonly cannot?: Readonly<Record<string, string | undefined>>;
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
  } finally {
    if (!observer.providerClosed) await source.provider.close?.();
    await source.close();
  }
}
