import { describe, it } from 'vitest';
import { type CheckId, checkGroups } from '../checks/index.ts';
import type { Check } from './check.ts';
import { runCheck } from './run-check.ts';
import type { SourceUnderTest } from './source.ts';

/** What `testProvider` is told. */
export interface TestProviderOptions<Config> {
  /** Name of the provider; the tests are listed under it. */
  readonly name: string;
  /** Makes a fresh source and provider; called for every test. */
  create(): Promise<SourceUnderTest<Config>> | SourceUnderTest<Config>;
  /** What this source can't do, and why: those checks are skipped and print the reason. */
  readonly cannot?: Readonly<Partial<Record<CheckId, string>>>;
}

/** Milliseconds a whole check may take, fifty loads or a full deadline included. */
const testTimeout = 30_000;

/** Registers the conformance suite with vitest: one `describe` per group, one `it` per check. */
export function testProvider<Config>(options: TestProviderOptions<Config>): void {
  describe(`provider '${options.name}'`, () => {
    for (const [group, checks] of Object.entries<readonly Check[]>(checkGroups)) {
      describe(group, () => {
        for (const check of checks) {
          it(`${check.title} [${check.id}]`, { timeout: testTimeout }, async (context) => {
            const skipped = await runCheck(check, options);
            if (skipped !== undefined) context.skip(skipped);
          });
        }
      });
    }
  });
}
