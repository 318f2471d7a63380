import type { AnySource, Check } from './check.ts';
import { Observer } from './observer.ts';

/** What one check is run with. */
export interface CheckOptions {
  create(): Promise<AnySource> | AnySource;
  readonly cannot?: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs one check against a fresh source and looks for secrets in everything the provider said meanwhile.
 * @returns the reason why it was skipped, or undefined. Rejects with what is wrong.
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
