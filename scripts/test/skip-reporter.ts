import type { Reporter, TestModule, Vitest } from 'vitest/node';

const missingReason = 'NO REASON: use context.skip(reason)';

/** Prints every skipped test with its reason. The default reporter only counts them. */
export default class SkipReporter implements Reporter {
  #filtered = false;

  onInit(vitest: Vitest): void {
    // With `--testNamePattern`, all other tests are skipped on purpose.
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(testModules: readonly TestModule[]): void {
    if (this.#filtered) return;
    for (const testModule of testModules) {
      for (const test of testModule.children.allTests('skipped')) {
        const result = test.result();
        const reason = result.state === 'skipped' ? result.note : undefined;
        console.log(`skipped: ${testModule.relativeModuleId} > ${test.fullName} (${reason ?? missingReason})`);
      }
    }
  }
}
