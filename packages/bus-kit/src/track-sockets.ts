import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const callers = new AsyncLocalStorage<(socket: Socket) => void>();

/**
 * Reports the sockets that some work creates. The NATS client creates its own, and leaves them open when it gives up on a
 * server that doesn't respond.
 * @param onSocket Receives each socket before it is connected.
 */
export async function trackSockets<Result>(
  onSocket: (socket: Socket) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const onCreated = (message: unknown) => {
    if (callers.getStore() === onSocket) onSocket((message as { readonly socket: Socket }).socket);
  };
  subscribe('net.client.socket', onCreated);
  try {
    return await callers.run(onSocket, work);
  } finally {
    unsubscribe('net.client.socket', onCreated);
  }
}
