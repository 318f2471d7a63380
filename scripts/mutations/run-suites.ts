import { join } from 'node:path';
import { startVitest } from 'vitest/node';

/** How a conformance suite ended. */
export interface SuiteResult {
  /** The id of the first check that failed; undefined if all have passed. */
  readonly failed: string | undefined;
  /** Why the suite could not be loaded. */
  readonly loadError: string | undefined;
}

const conditions = ['@prompts/source', 'node'];

/**
 * Runs conformance suites, all in one run of vitest.
 * @param root The folder that contains the test files.
 * @returns The results, by path.
 */
export async function runSuites(root: string, files: readonly string[]): Promise<ReadonlyMap<string, SuiteResult>> {
  const vitest = await startVitest(
    'test',
    [],
    {
      root,
      config: false,
      watch: false,
      include: [...files],
      reporters: [{}],
      isolate: false,
      maxWorkers: '100%',
      // Most checks wait for a server or for a timeout.
      sequence: { concurrent: true },
      maxConcurrency: 3,
      setupFiles: [join(import.meta.dirname, 'stop-after-failure.ts')],
      // Decoding 100 MB for each mutant would take most of the time.
      testNamePattern: /^(?!.*\[gzip-bomb\])/,
    },
    { resolve: { conditions }, ssr: { resolve: { conditions } } },
  );
  const results = vitest.state.getTestModules().map((testModule): [string, SuiteResult] => {
    const [failure] = testModule.children.allTests('failed');
    const failed = failure && (/\[([\w-]+)\]$/.exec(failure.name)?.[1] ?? failure.name);
    return [testModule.moduleId, { failed, loadError: testModule.errors()[0]?.message }];
  });
  // The exit code is for the table, not for the tests that fail on purpose.
  process.exitCode = 0;
  await vitest.close();
  return new Map(results);
}
