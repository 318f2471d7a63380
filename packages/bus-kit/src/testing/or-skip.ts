import { type RunnerTestCase, TestRunner } from 'vitest';
import { UnavailableServer } from './bus-test-server.ts';

/**
 * Awaits a server in the body of a test: `const server = await orSkip(startBroker())`. If it rejects with an
 * `UnavailableServer`, the running test is skipped, with the error's message as the reason. If the environment variable
 * `REQUIRE_SERVERS` is set, the test fails instead.
 * @returns The value that the promise resolves with.
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
