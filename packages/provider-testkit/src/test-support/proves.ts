import { expect, test } from 'vitest';
import type { Check } from '../suite/check.ts';
import { runCheck } from '../suite/run-check.ts';
import type { Provider } from './broken-provider.ts';
import { sampleSource } from './sample-source.ts';

/** What the provider does wrong, the provider, and what the check then says. */
type Case = readonly [fault: string, provider: Provider, says: RegExp];

/** Proves that each check of a group can fail: every one is given a provider that it must not pass. */
export function provesThatEachCanFail<Checks extends readonly Check[]>(
  checks: Checks,
  cases: Readonly<Record<Checks[number]['id'], readonly Case[]>>,
): void {
  for (const check of checks) {
    const faults = cases[check.id as Checks[number]['id']];
    test.for([...faults])(`${check.id} fails a provider that %s`, { timeout: 30_000 }, async ([, provider, says]) => {
      const outcome = await runCheck(check, { create: () => sampleSource(provider) }).then(
        (skipped) => (skipped === undefined ? 'passed' : `skipped: ${skipped}`),
        (error: Error) => error.message,
      );
      expect(outcome).toMatch(says);
    });
  }
}
