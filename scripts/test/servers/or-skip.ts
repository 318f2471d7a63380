import { type RunnerTestCase, TestRunner } from 'vitest';
import { UnavailableServer } from './test-server.ts';

/**
 * For the body of a test: `await orSkip(startPostgres())`.
 * @returns the server. Where it can't be had the running test is skipped and says why; with the variable REQUIRE_SERVERS
 * it fails.
 */
export async function orSkip<Server>(server: Promise<Server>): Promise<Server> {
  try {
    return await server;
  } catch (error) {
    const test = TestRunner.getCurrentTest<RunnerTestCase | undefined>();
    if (!(error instanceof UnavailableServer) || process.env.REQUIRE_SERVERS || !test) throw error;
    return test.context.skip(error.message);
  }
}
