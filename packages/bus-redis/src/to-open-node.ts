import { connectToFirst } from '@prompts/bus-kit';
import { PromptError } from '@prompts/core';
import type { createCluster, RedisClusterOptions } from '@redis/client';
import { type NodeClient, type OpenClient, type OpenNode, openClient, settings } from './open-client.ts';
import { openTracked, type RedisBusClient } from './open-tracked.ts';

type Cluster = ReturnType<typeof createCluster>;
type RootNode = RedisClusterOptions['rootNodes'][number];

interface Pool extends RedisBusClient {
  execute<Result>(work: (client: NodeClient) => Promise<Result>): Promise<Result>;
}

/** A sentinel client. That of node-redis 5 can't be duplicated. */
interface Sentinel extends RedisBusClient {
  duplicate?(overrides: object): Sentinel;
  getMasterNode(): unknown;
  _execute<Result>(isReadonly: boolean, work: (master: NodeClient) => Promise<Result>): Promise<Result>;
}

/** Returns how to connect to a server with the options of a client, or undefined for a client of an unknown kind. */
export function toOpenNode(client: unknown): OpenNode | undefined {
  if (has<Cluster>(client, 'nodeClient', 'duplicate')) return (signal) => openClusterNode(client, signal);
  if (has<Sentinel>(client, 'getMasterNode', '_execute')) {
    return async (signal) => openClient(await findMaster(client, signal), signal);
  }
  if (has<Pool>(client, 'execute', 'connect', 'destroy')) return openFromPool(client);
  if (has<NodeClient>(client, 'duplicate', 'unref', 'destroy')) return (signal) => openClient(client, signal);
  return undefined;
}

function has<Client>(value: unknown, ...methods: readonly (keyof Client)[]): value is Client {
  return methods.every((method) => typeof (value as Partial<Client> | null)?.[method] === 'function');
}

/** Asks the nodes that the client knows for all others, one after another. */
function openClusterNode(source: Cluster, signal: AbortSignal): Promise<OpenClient> {
  return connectToFirst(source._options.rootNodes, (root, stop) => openNodeKnownTo(root, source, stop), signal);
}

/**
 * Every node of a cluster relays messages to all others. All processes prefer the same one, so that they all lose their
 * connections when it fails, and none misses a message that it could not relay any more.
 */
async function openNodeKnownTo(root: RootNode, source: Cluster, signal: AbortSignal): Promise<OpenClient> {
  const { defaults } = source._options;
  const cluster = source.duplicate({
    rootNodes: [root],
    defaults: { ...defaults, ...settings, socket: { ...defaults?.socket, ...settings.socket } } as typeof defaults & {},
    clientSideCache: settings.clientSideCache,
    minimizeConnections: true,
  });
  const { result, end } = await openTracked(cluster as RedisBusClient, signal, async () => {
    await cluster.connect();
    const nodes = new Set([cluster.slots[0]?.master, ...cluster.masters, ...cluster.replicas]);
    nodes.delete(undefined);
    return connectToFirst(
      [...nodes],
      async (node) => {
        const client = (await cluster.nodeClient(node as never)) as NodeClient;
        client.unref();
        return { client, end: () => client.isOpen && client.destroy() };
      },
      signal,
    );
  });
  return { client: result.client, end };
}

/** Half of the time that a bus has to connect: the client asks one sentinel after another, and waits for each. */
const sentinelTimeoutMs = 2500;

async function findMaster(source: Sentinel, signal: AbortSignal): Promise<NodeClient> {
  if (!source.duplicate) {
    if (source.isOpen) return getMaster(source);
    throw new PromptError(
      'CONFIG_INVALID',
      'redisBus needs a sentinel client that is connected, or one of node-redis 6: call connect() first',
    );
  }
  const sentinel = source.duplicate({
    masterPoolSize: 1,
    replicaPoolSize: 0,
    reserveClient: false,
    scanInterval: 0,
    maxCommandRediscovers: 0,
    clientSideCache: undefined,
  });
  const connectAndGet = async () => {
    await sentinel.connect();
    return getMaster(sentinel);
  };
  const { result, end } = await openTracked(sentinel, signal, connectAndGet, { firstByteMs: sentinelTimeoutMs });
  end();
  return result;
}

function getMaster(sentinel: Sentinel): Promise<NodeClient> {
  return sentinel._execute(false, async (master) => master);
}

/** A pool can't be duplicated. One that is not open is opened once, to obtain the options of its clients. */
function openFromPool(pool: Pool): OpenNode {
  let template: NodeClient | undefined;
  /** The attempt in progress. A pool that is opened twice at the same time reports its error only once. */
  let opening: Promise<NodeClient> | undefined;

  return async (signal) => {
    if (!template) {
      opening ??= findTemplate(signal);
      template = await opening;
    }
    return openClient(template, signal);
  };

  async function findTemplate(signal: AbortSignal): Promise<NodeClient> {
    try {
      if (pool.isOpen) return await getClient();
      const { result, end } = await openTracked(pool, signal, openPool);
      end();
      return result;
    } finally {
      opening = undefined;
    }
  }

  async function openPool(): Promise<NodeClient> {
    // It may try forever.
    const failed = Promise.withResolvers<never>();
    pool.on('error', failed.reject);
    try {
      await Promise.race([pool.connect(), failed.promise]);
    } finally {
      pool.off('error', failed.reject);
    }
    return getClient();
  }

  function getClient(): Promise<NodeClient> {
    return pool.execute(async (client) => client);
  }
}
