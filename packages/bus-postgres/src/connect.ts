import { Socket } from 'node:net';
import type { BusConnection } from '@prompts/bus-kit';
import { PromptError } from '@prompts/core';
import { Client, type ClientConfig, escapeIdentifier } from 'pg';

/** PostgreSQL takes fewer bytes than 8,000. */
const largest = 7999;

export async function connect(config: ClientConfig, channel: string, signal: AbortSignal): Promise<BusConnection> {
  // A socket of our own: the client's `end()` waits for a server that may be gone.
  const socket = new Socket();
  socket.unref();
  const client = new Client({ ...config, stream: () => socket, pipeline: true });
  const lost = Promise.withResolvers<void>();
  const end = () => {
    socket.destroy();
    lost.resolve();
  };
  client.on('error', end).on('end', end);
  signal.addEventListener('abort', end, { once: true });
  try {
    await client.connect();
  } catch (error) {
    end();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
  return {
    async listen(listener) {
      client.on('notification', ({ payload = '' }) => listener(payload));
      await client.query(`listen ${escapeIdentifier(channel)}`);
    },
    async publish(message) {
      const bytes = Buffer.byteLength(message);
      if (bytes > largest) {
        const limit = `PostgreSQL takes messages of up to ${largest} bytes`;
        throw new PromptError('CONTENT_INVALID', `${limit}; this one has ${bytes}`);
      }
      await client.query('select pg_notify($1, $2)', [channel, message]);
    },
    async ping() {
      await client.query('select 1');
    },
    lost: lost.promise,
    end,
  };
}
