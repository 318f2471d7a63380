import { type TestServer, UnavailableServer } from '../test/servers/test-server.ts';
import type { Row, Table } from './report.ts';

/** Creates a table of results from a server, which is stopped afterwards. If the server is not available, the table says so. */
export async function withServer(
  title: string,
  start: () => Promise<TestServer>,
  measure: (server: TestServer) => Promise<readonly Row[]>,
): Promise<Table> {
  let server: TestServer;
  try {
    server = await start();
  } catch (error) {
    if (!(error instanceof UnavailableServer)) throw error;
    return { title, rows: [{ what: 'not measured', measured: error.message }] };
  }
  try {
    return { title, rows: await measure(server) };
  } finally {
    await server.stop();
  }
}
