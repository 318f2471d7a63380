import type { createClient, RedisClientOptions } from '@redis/client';

/** A client of a single Redis server, of any version of node-redis that has these members. */
export type NodeClient = ReturnType<typeof createClient>;

/** A connected client. */
export interface OpenClient {
  readonly client: NodeClient;
  /** Ends the client. Further calls have no effect. */
  end(): void;
}

/** Connects to a Redis server. If `signal` is aborted, ends whatever was started. */
export type OpenNode = (signal: AbortSignal) => Promise<OpenClient>;

/** The bus reconnects and pings, so the client must do neither. */
export const settings = {
  disableOfflineQueue: true,
  pingInterval: 0,
  // It may belong to other clients, which would lose what they have cached.
  clientSideCache: undefined as never,
  // A subscription may receive nothing for longer than any command takes.
  socket: { reconnectStrategy: false, connectTimeout: 5000, socketTimeout: 0 },
} satisfies RedisClientOptions;

/** Connects with the options of a client, which is not used itself. */
export async function openClient(template: NodeClient, signal: AbortSignal): Promise<OpenClient> {
  const socket = { ...template.options?.socket, ...settings.socket };
  const client = template.duplicate({ ...settings, socket } as never) as NodeClient;
  const end = () => {
    if (client.isOpen) client.destroy();
  };
  client.on('error', end);
  client.unref();
  // A client that is destroyed before its socket is connected connects nevertheless, and waits forever for the greeting.
  let isConnecting = true;
  const onAbort = () => {
    if (!isConnecting) end();
  };
  client.once('connect', () => {
    isConnecting = false;
    // In the next tick, after the client has sent its greeting: the greeting then fails.
    if (signal.aborted) process.nextTick(end);
  });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await client.connect();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return { client, end };
}
