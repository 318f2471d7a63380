import type { PromptBus } from '@prompts/core';
import type { BusServer } from './connection.ts';
import { Publisher } from './publisher.ts';
import { subscribe } from './subscribe.ts';
import { toPromptError } from './to-prompt-error.ts';

/**
 * Creates a bus for a server that relays messages. Connections are opened when they are first needed: one for each
 * subscription, which is replaced whenever it is lost, and one for all messages, which ends with the last subscription.
 * @param server How to connect to the server, and how to interpret its errors.
 * @returns The bus, for core's option `cache: { bus }`. Its methods reject with a `PromptError`.
 * @example
 * export const acmeBus = (address: string) =>
 *   busOver({ name: 'Acme', connect: (signal) => connectToAcme(address, signal), refusal: () => undefined });
 */
export function busOver(server: BusServer): PromptBus {
  const publisher = new Publisher(server);
  const rethrow = (error: unknown) => {
    throw toPromptError(error, server);
  };
  return {
    publish: (message) => publisher.publish(message).catch(rethrow),
    async subscribe(listener, events) {
      const subscription = await subscribe(server, listener, events).catch(rethrow);
      const release = publisher.hold();
      return {
        async [Symbol.asyncDispose]() {
          release();
          await subscription[Symbol.asyncDispose]();
        },
      };
    },
  };
}
