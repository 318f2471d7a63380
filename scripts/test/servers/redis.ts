import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Certificate } from './certificates.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

/**
 * Starts a Redis of its own.
 * @param certificate With it, it speaks TLS alone.
 * @throws UnavailableServer where Redis is not installed.
 */
export async function startRedis(certificate?: Certificate): Promise<TestServer> {
  const command = findProgram('redis-server', 'redis-server');
  return startServer(async (home) => {
    const password = randomBytes(16).toString('hex');
    const port = await freePort();
    const files = certificate && (await home.keep(certificate));
    const settings = [
      'bind 127.0.0.1',
      ...(files
        ? ['port 0', `tls-port ${port}`, `tls-cert-file ${files.certificate}`, `tls-key-file ${files.key}`]
        : [`port ${port}`]),
      ...(files ? ['tls-auth-clients no'] : []),
      `requirepass ${password}`,
      `dir ${home.path}`,
      // A command is with the system before it is answered, so that it outlives a killed server.
      'appendonly yes',
      'save ""',
    ];
    await writeFile(home.at('redis.conf'), settings.join('\n'));
    return {
      url: `${files ? 'rediss' : 'redis'}://:${password}@127.0.0.1:${port}`,
      command,
      args: [home.at('redis.conf')],
      ready: 'Ready to accept connections',
      quit: 'SIGTERM',
    };
  });
}
