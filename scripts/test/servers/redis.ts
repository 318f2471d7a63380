import { randomBytes } from 'node:crypto';
import type { Certificate } from './certificates.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

/**
 * Starts a Redis server.
 * @param certificate Makes it accept only TLS.
 * @throws UnavailableServer if Redis is not installed.
 */
export async function startRedis(certificate?: Certificate): Promise<TestServer> {
  const command = findProgram('redis-server', 'redis-server');
  return startServer(async (home) => {
    const password = randomBytes(16).toString('hex');
    const port = await freePort();
    const files = certificate && (await home.writeCertificate(certificate));
    const settings = [
      'bind 127.0.0.1',
      ...(files
        ? [
            'port 0',
            `tls-port ${port}`,
            `tls-cert-file "${files.certificate}"`,
            `tls-key-file "${files.key}"`,
            'tls-auth-clients no',
          ]
        : [`port ${port}`]),
      `requirepass ${password}`,
      `dir "${home.path}"`,
      // A command is written before it is answered, so that it survives when the server is killed.
      'appendonly yes',
      'save ""',
    ];
    const config = await home.write('redis.conf', settings.join('\n'));
    return {
      url: `${files ? 'rediss' : 'redis'}://:${password}@127.0.0.1:${port}`,
      command,
      args: [config],
      ready: 'Ready to accept connections',
      quit: 'SIGTERM',
    };
  });
}
