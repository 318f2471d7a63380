import type { Socket } from 'node:net';
import { connect as dial, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import type { BusConnection } from '@prompts/bus-kit';
import { PromptError } from '@prompts/core';
import { tellSockets } from './tell-sockets.ts';

/** Milliseconds: longer than a bus waits. */
const timeout = 6000;

/** The bus makes lost connections again and asks whether they stand, so that the client must not. */
export async function connect(
  options: NodeConnectionOptions,
  channel: string,
  signal: AbortSignal,
): Promise<BusConnection> {
  const sockets = new Set<Socket>();
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  const found = (socket: Socket) => {
    keepHarmless(socket);
    sockets.add(socket);
    // Not yet: Node goes on to dial even with what is destroyed.
    if (signal.aborted) process.nextTick(() => socket.destroy());
  };
  signal.addEventListener('abort', end, { once: true });
  const connection = await tellSockets(found, () =>
    dial({ ...options, reconnect: false, waitOnFirstConnect: false, timeout }),
  );
  signal.removeEventListener('abort', end);
  if (signal.aborted) end();
  for (const socket of sockets) socket.unref();
  stopHeartbeats(connection);
  return {
    async listen(listener) {
      const refused = Promise.withResolvers<never>();
      connection.subscribe(channel, {
        callback(error, message) {
          if (error === null) return listener(message.string());
          refused.reject(error);
          end();
        },
      });
      await Promise.race([connection.flush(), refused.promise]);
    },
    async publish(message) {
      const bytes = Buffer.byteLength(message);
      const largest = connection.info?.max_payload ?? bytes;
      if (bytes > largest) {
        const limit = `NATS takes messages of up to ${largest} bytes here`;
        throw new PromptError('CONTENT_INVALID', `${limit}; this one has ${bytes}`);
      }
      connection.publish(channel, message);
      await connection.flush();
    },
    ping: () => connection.flush(),
    lost: connection.closed().then(() => {}),
    end,
  };
}

/**
 * The client takes all listeners off a socket, its own for errors too, while it reads certificates or after it has given up:
 * an error would then end the process.
 */
function keepHarmless(socket: Socket): void {
  const removeAll = socket.removeAllListeners.bind(socket);
  const ignore = () => {};
  socket.on('error', ignore);
  socket.removeAllListeners = (...events) =>
    removeAll(...events)
      .off('error', ignore)
      .on('error', ignore);
}

/** The client's own timer would keep the process alive, and nothing in its documented interface stops it. */
function stopHeartbeats(connection: NatsConnection): void {
  const { protocol } = connection as { protocol?: { heartbeats?: { cancel?(): void } } };
  protocol?.heartbeats?.cancel?.();
}
