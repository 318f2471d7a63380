import type { BusConnection } from '@prompts/bus-kit';
import type { OpenNode } from './open-client.ts';

export async function connect(open: OpenNode, channel: string, signal: AbortSignal): Promise<BusConnection> {
  const { client, end: endClient } = await open(signal);
  const lost = Promise.withResolvers<void>();
  const end = () => {
    endClient();
    lost.resolve();
  };
  client.on('error', end);
  // It may have been lost before there was a listener.
  if (!client.isReady) end();
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
