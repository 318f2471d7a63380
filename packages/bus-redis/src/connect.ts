import type { BusConnection } from '@prompts/bus-kit';
import type { createClient, RedisClientOptions } from '@redis/client';

/** A client of node-redis, of any version that has this. */
export interface Duplicable {
  readonly options?: object | undefined;
  duplicate(overrides?: never): unknown;
}

/** The bus makes lost connections again and asks whether they stand, so that the client must not. */
const settings = {
  disableOfflineQueue: true,
  pingInterval: 0,
  // A subscription may be silent for longer than any command.
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
  // A client that is destroyed while it dials goes on, and waits for a greeting for ever.
  let isDialling = true;
  const giveUp = () => {
    if (!isDialling) end();
  };
  client.once('connect', () => {
    isDialling = false;
    // It greets now: what it sent is to fail.
    if (signal.aborted) process.nextTick(end);
  });
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await client.connect();
  } finally {
    signal.removeEventListener('abort', giveUp);
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
