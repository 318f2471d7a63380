import type { Socket } from 'node:net';
import { connect as connectToNats, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { type BusConnection, trackSockets } from '@prompts/bus-kit';
import { PromptError } from '@prompts/core';

/** Longer than a bus waits for a connection. */
const connectTimeoutMs = 6000;

/** The bus reconnects and pings, so the client must do neither. */
const settings = { reconnect: false, waitOnFirstConnect: false, timeout: connectTimeoutMs };

export async function connect(
  options: NodeConnectionOptions,
  channel: string,
  signal: AbortSignal,
): Promise<BusConnection> {
  const sockets = new Set<Socket>();
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  const onSocket = (socket: Socket) => {
    keepErrorListener(socket);
    sockets.add(socket);
    // In the next tick, because Node connects even a socket that is destroyed here.
    if (signal.aborted) process.nextTick(() => socket.destroy());
  };
  signal.addEventListener('abort', end, { once: true });
  const connection = await trackSockets(onSocket, () => connectToNats({ ...options, ...settings }));
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
      const maxBytes = connection.info?.max_payload ?? bytes;
      if (bytes > maxBytes) {
        const limit = `this NATS server accepts messages of up to ${maxBytes} bytes`;
        throw new PromptError(
          'CONTENT_INVALID',
          `${limit}; this message has ${bytes}: shorten it, or raise max_payload`,
        );
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
 * Keeps an error listener on a socket. The client removes all listeners, its own included, while it reads certificates and
 * after it has given up. An error would then crash the process.
 */
function keepErrorListener(socket: Socket): void {
  const removeAll = socket.removeAllListeners.bind(socket);
  const ignore = () => {};
  socket.on('error', ignore);
  socket.removeAllListeners = (...events) =>
    removeAll(...events)
      .off('error', ignore)
      .on('error', ignore);
}

/** Stops the client's ping timer, which would keep the process alive. Its public interface has no way to do so. */
function stopHeartbeats(connection: NatsConnection): void {
  const { protocol } = connection as { protocol?: { heartbeats?: { cancel?(): void } } };
  protocol?.heartbeats?.cancel?.();
}
