import { busOver, parseAddress } from '@prompts/bus-kit';
import { type PromptBus, PromptError } from '@prompts/core';
import { createClient } from '@redis/client';
import { connect, type Duplicable } from './connect.ts';
import { refusal } from './refusal.ts';

export interface RedisBusOptions {
  /** Where messages go. Default `prompts`. */
  readonly channel?: string;
}

/**
 * Tells a fleet of changes over Redis pub/sub. Who publishes hears it too. It connects when it is first used.
 * @param server `redis://name:password@host:6379`, `rediss://…`, or a client of node-redis (5 or newer), connected or not:
 * its options are used for connections of the bus's own, and it is left as it is.
 * @throws PromptError `CONFIG_INVALID` for another address or channel.
 */
export function redisBus(server: string | Duplicable, { channel = 'prompts' }: RedisBusOptions = {}): PromptBus {
  if (typeof channel !== 'string' || channel === '') {
    throw new PromptError('CONFIG_INVALID', 'redisBus needs a channel that is a name');
  }
  const { name, client } = isClient(server) ? { name: 'Redis', client: server } : fromAddress(server);
  return busOver({ name, refusal, connect: (signal) => connect(client, channel, signal) });
}

function fromAddress(address: string): { name: string; client: Duplicable } {
  const { host } = parseAddress('redisBus', address, ['redis:', 'rediss:']);
  try {
    return { name: `Redis at ${host}`, client: createClient({ url: address }) };
  } catch {
    throw new PromptError('CONFIG_INVALID', 'redisBus needs an address whose path, if there is one, is a number');
  }
}

function isClient(server: string | Duplicable): server is Duplicable {
  return typeof (server as Partial<Duplicable> | null)?.duplicate === 'function';
}
