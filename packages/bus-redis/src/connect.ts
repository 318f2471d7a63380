import type { BusConnection } from '@prompts/bus-kit';
import type { createClient, RedisClientOptions } from '@redis/client';

/** A client of node-redis, of any version that has these members. */
export interface Duplicable {
  readonly options?: object | undefined;
  duplicate(overrides?: never): unknown;
}

/** The bus reconnects and pings, so the client must do neither. */
const settings = {
  disableOfflineQueue: true,
  pingInterval: 0,
  // A subscription may receive nothing for longer than any command takes.
  socket: { reconnectStrategy: false, connectTimeout: 5000, socketTimeout: 0 },
} satisfies RedisClientOptions;

export async function connect(source: Duplicable, channel: string, signal: AbortSignal): Promise<BusConnection> {
  const socket = { ...(source.options as RedisClientOptions | undefined)?.socket, ...settings.socket };
  const client = source.duplicate({ ...settings, socket } as never) as ReturnType<typeof createClient>;
  const lost = Promise.withResolvers<void>();
  const end = () => {
    if (client.isOpen) client.destroy();
    lost.resolve();
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
  return {
    listen: (listener) => client.subscribe(channel, listener),
    async publish(message) {
      await client.publish(channel, message);
    },
    async ping() {
      await client.ping();
    },
    lost: lost.promise,
    end,
  };
}
