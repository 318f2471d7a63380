import { type TestServer, UnavailableServer } from '../test/servers/test-server.ts';
import type { Row, Table } from './report.ts';

/** A table of what is measured on a server that runs for as long; it says so where the server can't be had. */
export async function onServer(
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
