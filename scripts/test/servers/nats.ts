import { randomBytes } from 'node:crypto';
import type { Certificate } from './certificates.ts';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

interface NatsChanges {
  readonly authorization?: object;
  readonly certificate?: Certificate;
}

/**
 * Starts a NATS server without persistence.
 * @param changes `authorization` replaces the setting that lets the server's URL sign in. With `certificate`, the server
 * accepts only TLS.
 * @throws UnavailableServer if NATS is not installed.
 */
export async function startNats({ certificate, ...changes }: NatsChanges = {}): Promise<TestServer> {
  const command = findProgram('nats-server', 'nats-server');
  return startServer(async (home) => {
    const password = randomBytes(16).toString('hex');
    const port = await freePort();
    const files = certificate && (await home.writeCertificate(certificate));
    const settings = {
      listen: `127.0.0.1:${port}`,
      authorization: { user: 'prompts', password },
      ...(files && { tls: { cert_file: files.certificate, key_file: files.key } }),
      ...changes,
    };
    // JSON is valid in its configuration format.
    const config = await home.write('nats.conf', JSON.stringify(settings));
    return {
      url: `${files ? 'tls' : 'nats'}://prompts:${password}@127.0.0.1:${port}`,
      command,
      args: ['--config', config],
      ready: 'Server is ready',
      quit: 'SIGTERM',
    };
  });
}
