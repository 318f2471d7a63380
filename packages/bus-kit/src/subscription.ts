import { setTimeout as sleep } from 'node:timers/promises';
import type { PromptBus } from '@prompts/core';
import { backOffMs } from '@prompts/core/back-off';
import type { BusConnection, BusServer } from './connection.ts';
import { harmlessly } from './harmlessly.ts';
import { untilLost } from './heartbeat.ts';
import { open } from './open.ts';

/** Seconds in which a connection is made, or the attempt has failed. */
const patience = 5;

/** The waits between attempts to connect again. */
const reconnectBackOff = { firstMs: 250, maxMs: 5000 };

/**
 * Listens on a connection of its own, and on another whenever that is lost, until it is disposed of.
 * @throws what the first attempt to connect throws.
 */
export async function subscribe(
  server: BusServer,
  ...[listener, events]: Parameters<PromptBus['subscribe']>
): Promise<AsyncDisposable> {
  const disposal = new AbortController();
  const { signal } = disposal;
  const hear = (message: string) => {
    if (!signal.aborted) void harmlessly(() => listener(message));
  };

  async function connectAgain(): Promise<BusConnection | undefined> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      await sleep(backOffMs(failures, reconnectBackOff), undefined, { signal, ref: false }).catch(() => {});
      try {
        return await open(server, { seconds: patience, signal, isBackground: true }, hear);
      } catch {
        // Tried again.
      }
    }
    return undefined;
  }

  async function keepListening(first: BusConnection): Promise<void> {
    let connection: BusConnection | undefined = first;
    while (connection) {
      await untilLost(connection, signal);
      connection.end();
      if (!signal.aborted) void harmlessly(() => events?.lost?.());
      connection = await connectAgain();
      if (connection && !signal.aborted) void harmlessly(() => events?.restored?.());
    }
  }

  const done = keepListening(await open(server, { seconds: patience }, hear));
  return {
    async [Symbol.asyncDispose]() {
      disposal.abort();
      await done;
    },
  };
}
