import type { PromptBus } from '@prompts/core';
import type { BusConnection, BusServer } from './connection.ts';
import { ignoreErrors } from './ignore-errors.ts';
import { connectTimeoutMs, keepListening } from './keep-listening.ts';
import { openConnection } from './open-connection.ts';

/**
 * Listens on a connection that is replaced whenever it is lost, until the subscription is disposed of.
 * @throws What the first attempt to connect throws.
 */
export async function subscribe(
  server: BusServer,
  ...[listener, events]: Parameters<PromptBus['subscribe']>
): Promise<AsyncDisposable> {
  const disposal = new AbortController();
  const receive = (message: string) => {
    if (!disposal.signal.aborted) void ignoreErrors(() => listener(message));
  };
  const opening = {
    connect: (signal: AbortSignal) => server.connect(signal),
    listen: (connection: BusConnection) => connection.listen(receive),
  };
  const done = keepListening({
    ...opening,
    first: await openConnection(opening, { timeoutMs: connectTimeoutMs }),
    signal: disposal.signal,
    onLost: () => void ignoreErrors(() => events?.lost?.()),
    onListening: () => void ignoreErrors(() => events?.restored?.()),
  });
  return {
    async [Symbol.asyncDispose]() {
      disposal.abort();
      await done;
    },
  };
}
