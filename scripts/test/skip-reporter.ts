import type { Reporter, TestModule, Vitest } from 'vitest/node';

const withoutReason = 'NO REASON GIVEN: use context.skip(reason)';

/** Names every test that did not run, with its reason: the default reporter only counts them. */
export default class SkipReporter implements Reporter {
  #filtered = false;

  onInit(vitest: Vitest): void {
    // With `--testNamePattern` everything else is skipped on purpose.
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(testModules: readonly TestModule[]): void {
    if (this.#filtered) return;
    for (const testModule of testModules) {
      for (const test of testModule.children.allTests('skipped')) {
        const result = test.result();
        const reason = result.state === 'skipped' ? result.note : undefined;
        console.log(`skipped: ${testModule.relativeModuleId} > ${test.fullName} (${reason ?? withoutReason})`);
      }
    }
  }
}
