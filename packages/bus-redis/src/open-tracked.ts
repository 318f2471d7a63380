import type { Socket } from 'node:net';
import { trackSockets } from '@prompts/bus-kit';

/** What all clients of node-redis have, those of several connections included. */
export interface RedisBusClient {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  destroy(): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: each client has other events.
  on(event: string, listener: (...args: any[]) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: each client has other events.
  off(event: string, listener: (...args: any[]) => void): unknown;
}

/** Clients may report an error even after they have been ended. Without a listener, it would crash the process. */
const ignore = () => {};

/**
 * Uses a client that opens connections by itself, so that they don't keep the process alive, and none is left.
 * @param work Opens the client.
 * @param options After how many milliseconds a socket that has received nothing is destroyed. Default: never.
 * @returns The result of the work, and a function that ends the client.
 * @throws AggregateError with the errors that the client has reported and the one that the work has thrown.
 */
export async function openTracked<Result>(
  client: RedisBusClient,
  signal: AbortSignal,
  work: () => Promise<Result>,
  { firstByteMs }: { readonly firstByteMs?: number } = {},
): Promise<{ readonly result: Result; end(): void }> {
  const sockets = new Set<Socket>();
  const errors: Error[] = [];
  const onError = (error: unknown) => {
    if (error instanceof Error) errors.push(error);
  };
  const end = () => {
    // A client rejects, or throws, if it is not open. Some forget connections that are not yet established.
    (async () => client.destroy())().catch(() => {});
    for (const socket of sockets) socket.destroy();
  };
  const onSocket = (socket: Socket) => {
    sockets.add(socket.unref());
    const destroyIfSilent = () => socket.bytesRead === 0 && socket.destroy(new Error('no response'));
    const timer = firstByteMs === undefined ? undefined : setTimeout(destroyIfSilent, firstByteMs).unref();
    socket.once('close', () => {
      sockets.delete(socket);
      clearTimeout(timer);
    });
    // In the next tick, because Node connects even a socket that is destroyed here.
    if (signal.aborted) process.nextTick(() => socket.destroy());
  };
  client.off('error', ignore);
  client.on('error', ignore);
  client.on('error', onError);
  signal.addEventListener('abort', end, { once: true });
  try {
    return { result: await trackSockets(onSocket, work), end };
  } catch (error) {
    end();
    throw new AggregateError([...errors, error]);
  } finally {
    signal.removeEventListener('abort', end);
    client.off('error', onError);
  }
}
