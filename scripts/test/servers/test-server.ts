import type { BusTestServer } from '../../../packages/bus-kit/src/testing/bus-test-server.ts';

export { UnavailableServer } from '../../../packages/bus-kit/src/testing/bus-test-server.ts';

/** A real server that tests start. Its URL signs in as the superuser, and its data is in a temporary folder. */
export interface TestServer extends Required<BusTestServer> {
  /** The id of the process that listens. A restart changes it. */
  readonly pid: number;
}
