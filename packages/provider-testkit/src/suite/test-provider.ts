import { describe, it } from 'vitest';
import { type CheckId, checkGroups } from '../checks/index.ts';
import type { Check } from './check.ts';
import { runCheck } from './run-check.ts';
import type { SourceUnderTest } from './source.ts';

/** Options of {@link testProvider}. */
export interface TestProviderOptions<Config> {
  /** The provider's name, for the title of the tests. */
  readonly name: string;
  /** Creates a new source and provider. Called for every test. */
  create(): Promise<SourceUnderTest<Config>> | SourceUnderTest<Config>;
  /** The ids of checks to skip because this source can't meet them, each with the reason to print. */
  readonly cannot?: Readonly<Partial<Record<CheckId, string>>> | undefined;
}

/** Enough for a check that waits for its full time limit on a busy machine. */
const testTimeoutMs = 60_000;

/** Registers the conformance suite with vitest: a `describe` for each group, an `it` for each check. */
export function testProvider<Config>(options: TestProviderOptions<Config>): void {
  describe(`provider '${options.name}'`, () => {
    for (const [group, checks] of Object.entries<readonly Check[]>(checkGroups)) {
      describe(group, () => {
        for (const check of checks) {
          it(`${check.title} [${check.id}]`, { timeout: testTimeoutMs }, async (context) => {
            const reason = await runCheck(check, options);
            if (reason !== undefined) context.skip(reason);
          });
        }
      });
    }
  });
}
