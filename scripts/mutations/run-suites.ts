import { startVitest } from 'vitest/node';

/** How a conformance suite ended. */
export interface SuiteResult {
  /** The ids of the checks that failed, in the order of the suite, each once. */
  readonly failed: readonly string[];
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
      // On a busy machine, a check may exceed its time limit. That does not count as caught.
      retry: 1,
      // Decoding 100 MB for each mutant would take most of the time.
      testNamePattern: /^(?!.*\[gzip-bomb\])/,
    },
    { resolve: { conditions }, ssr: { resolve: { conditions } } },
  );
  const results = vitest.state.getTestModules().map((testModule): [string, SuiteResult] => {
    const failed = Array.from(
      testModule.children.allTests('failed'),
      ({ name }) => /\[([\w-]+)\]$/.exec(name)?.[1] ?? name,
    );
    return [testModule.moduleId, { failed: [...new Set(failed)], loadError: testModule.errors()[0]?.message }];
  });
  // The exit code is for the table, not for the tests that fail on purpose.
  process.exitCode = 0;
  await vitest.close();
  return new Map(results);
}
