import { randomBytes } from 'node:crypto';
import type { Certificate } from './certificates.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

interface RedisChanges {
  /** Makes the server accept only TLS. */
  readonly certificate?: Certificate;
  /** Replaces the random password. */
  readonly password?: string;
  /** Lines that are added to the configuration. */
  readonly settings?: readonly string[];
}

/** Starts a Redis server. @throws UnavailableServer if Redis is not installed. */
export async function startRedis({
  certificate,
  password = randomBytes(16).toString('hex'),
  settings = [],
}: RedisChanges = {}): Promise<TestServer> {
  const command = findProgram('redis-server', 'redis-server');
  return startServer(async (home) => {
    const port = await freePort();
    const files = certificate && (await home.writeCertificate(certificate));
    const lines = [
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
      `requirepass ${JSON.stringify(password)}`,
      `dir "${home.path}"`,
      // A command is written before it is answered, so that it survives when the server is killed.
      'appendonly yes',
      'save ""',
      // The data for a replica is sent at once.
      'repl-diskless-sync-delay 0',
      ...settings,
    ];
    const config = await home.write('redis.conf', lines.join('\n'));
    return {
      url: `${files ? 'rediss' : 'redis'}://:${encodeURIComponent(password)}@127.0.0.1:${port}`,
      command,
      args: [config],
      ready: 'Ready to accept connections',
      quit: 'SIGTERM',
    };
  });
}
