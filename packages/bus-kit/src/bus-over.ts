import type { PromptBus } from '@prompts/core';
import type { BusServer } from './connection.ts';
import { errorFrom } from './error-from.ts';
import { Publisher } from './publisher.ts';
import { subscribe } from './subscription.ts';

/**
 * Makes a bus of a server that passes messages on. Connections are made when they are first needed: one for each
 * subscription, which is made again whenever it is lost, and one for all messages, which ends with the last subscription.
 */
export function busOver(server: BusServer): PromptBus {
  const publisher = new Publisher(server);
  const fail = (error: unknown) => {
    throw errorFrom(error, server);
  };
  return {
    publish: (message) => publisher.publish(message).catch(fail),
    async subscribe(listener, events) {
      const subscription = await subscribe(server, listener, events).catch(fail);
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
