import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

/** Starts a Redis of its own. @throws UnavailableServer where Redis is not installed. */
export async function startRedis(): Promise<TestServer> {
  const command = findProgram('redis-server', 'redis-server');
  return startServer(async (home) => {
    const password = randomBytes(16).toString('hex');
    const port = await freePort();
    const settings = [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${password}`,
      `dir ${home.path}`,
      // A command is with the system before it is answered, so that it outlives a killed server.
      'appendonly yes',
      'save ""',
    ];
    await writeFile(home.at('redis.conf'), settings.join('\n'));
    return {
      url: `redis://:${password}@127.0.0.1:${port}`,
      command,
      args: [home.at('redis.conf')],
      ready: 'Ready to accept connections',
      quit: 'SIGTERM',
    };
  });
}
