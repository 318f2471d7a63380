import { randomBytes } from 'node:crypto';
import { findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { startRedis } from './redis.ts';
import { untilReply } from './redis-cluster.ts';
import { startServer } from './start-server.ts';
import type { TestServer } from './test-server.ts';

/** A Redis master, which a sentinel watches. All servers have the same password. */
export interface TestRedisSentinel {
  readonly master: TestServer;
  /** It takes over within a few seconds when the master is killed. */
  readonly replica: TestServer | undefined;
  readonly sentinel: TestServer;
  stop(): Promise<void>;
}

/** The name under which the sentinel watches the master. */
export const sentinelName = 'prompts';

/**
 * Starts a Redis master and a sentinel.
 * @param options Whether the master has a replica. Default true.
 * @throws UnavailableServer if Redis is not installed.
 */
export async function startRedisSentinel({ hasReplica = true } = {}): Promise<TestRedisSentinel> {
  const password = randomBytes(16).toString('hex');
  const servers: TestServer[] = [];
  const stop = async () => void (await Promise.all(servers.map((server) => server.stop())));
  const keep = (server: TestServer) => {
    servers.unshift(server);
    return server;
  };
  const account = `masterauth ${password}`;
  try {
    const master = keep(await startRedis({ password, settings: [account] }));
    const { port } = new URL(master.url);
    let replica: TestServer | undefined;
    if (hasReplica) {
      replica = keep(await startRedis({ password, settings: [account, `replicaof 127.0.0.1 ${port}`] }));
      await untilReply(replica, 'info replication', ['master_link_status:up']);
    }
    const sentinel = keep(await startSentinel(port, password));
    await untilReply(sentinel, 'info sentinel', [`slaves=${Number(hasReplica)}`]);
    return { master, replica, sentinel, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startSentinel(masterPort: string, password: string): Promise<TestServer> {
  const command = findProgram('redis-server', 'redis-server');
  return startServer(async (home) => {
    const port = await freePort();
    const lines = [
      'bind 127.0.0.1',
      `port ${port}`,
      `dir "${home.path}"`,
      `requirepass ${password}`,
      `sentinel monitor ${sentinelName} 127.0.0.1 ${masterPort} 1`,
      `sentinel auth-pass ${sentinelName} ${password}`,
      `sentinel down-after-milliseconds ${sentinelName} 500`,
      `sentinel failover-timeout ${sentinelName} 2000`,
    ];
    return {
      url: `redis://:${password}@127.0.0.1:${port}`,
      command,
      args: [await home.write('sentinel.conf', lines.join('\n')), '--sentinel'],
      ready: '+monitor master',
      quit: 'SIGTERM',
    };
  });
}
