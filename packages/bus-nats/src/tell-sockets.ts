import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const caller = new AsyncLocalStorage<(socket: Socket) => void>();

/**
 * The client dials by itself, and leaves the socket open when it gives up on a server that says nothing. So Node is asked
 * for the sockets that are made by some work.
 * @param found Told of each socket, before it is connected.
 */
export async function tellSockets<Result>(
  found: (socket: Socket) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const listen = (message: unknown) => {
    if (caller.getStore() === found) found((message as { readonly socket: Socket }).socket);
  };
  subscribe('net.client.socket', listen);
  try {
    return await caller.run(found, work);
  } finally {
    unsubscribe('net.client.socket', listen);
  }
}
