import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
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
 * Starts a NATS of its own, which keeps nothing.
 * @param changes Settings to replace: `authorization` by which the server's URL does not sign in; and `certificate`: with it,
 * it speaks TLS alone.
 * @throws UnavailableServer where NATS is not installed.
 */
export async function startNats({ certificate, ...changes }: NatsChanges = {}): Promise<TestServer> {
  const command = findProgram('nats-server', 'nats-server');
  return startServer(async (home) => {
    const password = randomBytes(16).toString('hex');
    const port = await freePort();
    const files = certificate && (await home.keep(certificate));
    const settings = {
      listen: `127.0.0.1:${port}`,
      authorization: { user: 'prompts', password },
      ...(files && { tls: { cert_file: files.certificate, key_file: files.key } }),
      ...changes,
    };
    // Its format takes JSON.
    await writeFile(home.at('nats.conf'), JSON.stringify(settings));
    return {
      url: `${files ? 'tls' : 'nats'}://prompts:${password}@127.0.0.1:${port}`,
      command,
      args: ['--config', home.at('nats.conf')],
      ready: 'Server is ready',
      quit: 'SIGTERM',
    };
  });
}
