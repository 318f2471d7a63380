import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { askRedis } from './clients.ts';
import { freePort } from './free-port.ts';
import { startRedis } from './redis.ts';
import type { TestServer } from './test-server.ts';

/** A Redis cluster. Its nodes share a password. */
export interface TestRedisCluster {
  /** In the order of their slots. */
  readonly masters: readonly TestServer[];
  /** The replica of the first master. It takes over within a few seconds when that one is killed. */
  readonly replica: TestServer | undefined;
  stop(): Promise<void>;
}

interface ClusterOptions {
  /** The number of masters. Default 3, the least that can agree on a failover. */
  readonly masterCount?: number;
  /** Whether the first master has a replica. Default false. */
  readonly hasReplica?: boolean;
}

const slotCount = 16_384;

/** Starts a Redis cluster. @throws UnavailableServer if Redis is not installed. */
export async function startRedisCluster({
  masterCount = 3,
  hasReplica = false,
}: ClusterOptions = {}): Promise<TestRedisCluster> {
  const password = randomBytes(16).toString('hex');
  const started = await Promise.allSettled(
    Array.from({ length: masterCount + Number(hasReplica) }, () => startNode(password)),
  );
  const nodes = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async () => void (await Promise.all(nodes.map(({ server }) => server.stop())));
  try {
    for (const result of started) if (result.status === 'rejected') throw result.reason;
    const masters = nodes.slice(0, masterCount);
    // A node takes an epoch only while it knows no other.
    await Promise.all(
      masters.map(({ server }, index) => {
        const [first, next] = [index, index + 1].map((part) => Math.floor((part * slotCount) / masterCount));
        const slots = `cluster addslotsrange ${first} ${Number(next) - 1}`;
        return askRedis(server.url, `cluster set-config-epoch ${index + 1}`, slots);
      }),
    );
    await Promise.all(
      masters.map(({ server }) => {
        const others = nodes.filter((node) => node.server !== server);
        const meetings = others.map(
          (node) => `cluster meet 127.0.0.1 ${new URL(node.server.url).port} ${node.busPort}`,
        );
        return askRedis(server.url, ...meetings);
      }),
    );
    const knowAll = `cluster_known_nodes:${nodes.length}`;
    const untilAll = (...texts: string[]) =>
      Promise.all(nodes.map(({ server }) => untilReply(server, 'cluster info', texts)));
    await untilAll(knowAll);
    const [first] = masters;
    const replica = nodes[masterCount]?.server;
    if (first && replica) {
      await askRedis(replica.url, `cluster replicate ${await askRedis(first.server.url, 'cluster myid')}`);
      await untilReply(replica, 'info replication', ['master_link_status:up']);
      await Promise.all(masters.map(({ server }) => untilReply(server, 'cluster nodes', [' slave '])));
    }
    await untilAll('cluster_state:ok');
    return { masters: masters.map(({ server }) => server), replica, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(password: string) {
  const busPort = await freePort();
  const settings = ['cluster-enabled yes', `cluster-port ${busPort}`, 'cluster-node-timeout 500'];
  const server = await startRedis({ password, settings: [...settings, `masterauth ${password}`] });
  return { server, busPort };
}

/** Resolves when the reply to a command contains all texts. */
export async function untilReply({ url }: TestServer, command: string, texts: readonly string[]): Promise<void> {
  for (;;) {
    const reply = await askRedis(url, command);
    if (texts.every((text) => reply.includes(text))) return;
    await sleep(50);
  }
}
