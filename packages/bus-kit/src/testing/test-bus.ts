import { afterAll, describe } from 'vitest';
import { createBusUnderTest, type TestBusOptions } from './bus-under-test.ts';
import { testConnections } from './checks/connections.ts';
import { testErrors } from './checks/errors.ts';
import { testMessages } from './checks/messages.ts';
import { testProcesses } from './checks/processes.ts';
import { testStatus } from './checks/status.ts';

/** Milliseconds for one test: a busy machine may need 15 s to start a server. */
const testTimeoutMs = 60_000;

/**
 * Registers the conformance suite with vitest. It checks a bus on a real server that is killed, frozen and cut off.
 * Call it at the top level of a test file.
 * @example
 * testBus({ name: 'acmeBus', create: acmeBus, start: startAcmeServer });
 */
export function testBus(options: TestBusOptions): void {
  describe(`bus '${options.name}'`, { timeout: testTimeoutMs }, () => {
    const bus = createBusUnderTest(options);
    afterAll(() => bus.close());
    testMessages(bus);
    testConnections(bus);
    testProcesses(bus);
    testStatus(bus);
    testErrors(bus);
  });
}
