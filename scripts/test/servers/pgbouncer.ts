import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

/**
 * Starts PgBouncer in transaction mode, where the transactions of a client may run in different sessions of the server.
 * @param databaseUrl The only database that it knows.
 * @returns The pooler. Its URL has the credentials and the database of `databaseUrl`.
 * @throws UnavailableServer if PgBouncer is not installed.
 */
export async function startPgBouncer(databaseUrl: string): Promise<TestServer> {
  const command = findProgram('pgbouncer', 'pgbouncer');
  const { hostname, port: serverPort, username, password, pathname } = new URL(databaseUrl);
  return startServer(async (home) => {
    const port = await freePort();
    const userFile = await home.write('users', `"${username}" "${password}"`);
    const settings = [
      '[databases]',
      `${pathname.slice(1)} = host=${hostname} port=${serverPort}`,
      '[pgbouncer]',
      'pool_mode = transaction',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = scram-sha-256',
      `auth_file = ${userFile}`,
    ];
    return {
      url: Object.assign(new URL(databaseUrl), { port }).href,
      command,
      args: [await home.write('pgbouncer.ini', settings.join('\n'))],
      ready: 'process up',
      quit: 'SIGQUIT',
    };
  });
}
