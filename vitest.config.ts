import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const resultsFile = process.env.TEST_RESULTS_FILE;

export default defineConfig({
  // Tests import the sources of all packages, not a build that may be outdated.
  resolve: { conditions: ['@prompts/source', 'node'] },
  ssr: { resolve: { conditions: ['@prompts/source', 'node'] } },
  test: {
    include: ['packages/*/{src,template/src}/**/*.test.ts', 'examples/*/**/*.test.{js,ts}', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Test files in one worker share the modules it has loaded: loading them again would take most of the time. So each file
    // must undo its stubs.
    isolate: false,
    env: {
      // The processes that tests start take a third of the time with modules that are compiled already.
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node-compile-cache'),
      // Requests to the servers of tests don't go through the proxy of the machine.
      HTTP_PROXY: '',
      http_proxy: '',
      HTTPS_PROXY: '',
      https_proxy: '',
    },
    globalSetup: './scripts/test/servers/shared-servers.ts',
    reporters: [
      'default',
      './scripts/test/skip-reporter.ts',
      ...(resultsFile ? [['json', { outputFile: resultsFile }] as ['json', { outputFile: string }]] : []),
    ],
    // Many tests wait for servers and other processes, so two cores can run three files of them.
    maxWorkers: Math.max(3, availableParallelism()),
    // For tests that hang, not for slow ones: a busy machine takes 15 s to start PostgreSQL, and a second for anything.
    testTimeout: 60_000,
    expect: { poll: { timeout: 50_000 } },
  },
});
