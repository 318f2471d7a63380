import { expect, test } from 'vitest';
import type { Check } from '../suite/check.ts';
import { runCheck } from '../suite/run-check.ts';
import type { Provider } from './break-provider.ts';
import { startSampleSource } from './sample-source.ts';

/** A fault, a provider that has it, and the message of the check. */
type Case = readonly [fault: string, provider: Provider, message: RegExp];

/** Tests that each check of a group fails for providers that violate it. */
export function testThatChecksCanFail<Checks extends readonly Check[]>(
  checks: Checks,
  cases: Readonly<Record<Checks[number]['id'], readonly Case[]>>,
): void {
  for (const check of checks) {
    const faults = cases[check.id as Checks[number]['id']];
    test.for([...faults])(
      `${check.id} fails a provider that %s`,
      { timeout: 60_000 },
      async ([, provider, message]) => {
        const outcome = await runCheck(check, { create: () => startSampleSource(provider) }).then(
          (reason) => (reason === undefined ? 'passed' : `skipped: ${reason}`),
          (error: Error) => error.message,
        );
        expect(outcome).toMatch(message);
      },
    );
  }
}
