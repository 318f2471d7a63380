import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const resultsFile = process.env.TEST_RESULTS_FILE;

export default defineConfig({
  // Tests read the sources of all packages, never a stale build.
  resolve: { conditions: ['@prompts/source', 'node'] },
  ssr: { resolve: { conditions: ['@prompts/source', 'node'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/*/**/*.test.{js,ts}', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Files that share a worker share what it has loaded, which is most of what a file costs. Each undoes what it stubs.
    isolate: false,
    // A process that a test starts takes a third of the time with what an earlier one compiled.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    globalSetup: './scripts/test/servers/shared-servers.ts',
    reporters: [
      'default',
      './scripts/test/skip-reporter.ts',
      ...(resultsFile ? [['json', { outputFile: resultsFile }] as ['json', { outputFile: string }]] : []),
    ],
    // Much of it waits for servers and other processes.
    maxWorkers: '100%',
    // Ends what hangs, not what is slow: a busy machine needs 15 s to start a PostgreSQL.
    testTimeout: 60_000,
  },
});
