import { busOver, parseAddress } from '@prompts/bus-kit';
import { type PromptBus, PromptError } from '@prompts/core';
import { createClient } from '@redis/client';
import { connect, type Duplicable } from './connect.ts';
import { toRefusal } from './to-refusal.ts';

export interface RedisBusOptions {
  /** The pub/sub channel, not empty. Default `prompts`. */
  readonly channel?: string;
}

/**
 * Creates a bus over Redis pub/sub. A publisher receives its own messages, too. The bus connects when it is first used.
 * @param server `redis://user:password@host:6379/database`, `rediss://…` for TLS, or a client of node-redis 5 or newer,
 * connected or not. The bus opens its own connections with the client's options, and doesn't use the client itself.
 * @returns The bus, for core's option `cache: { bus }`.
 * @throws PromptError `CONFIG_INVALID` if the address or the channel is not valid.
 * @example
 * const prompts = await createPrompts({ systemPrompts, cache: { bus: redisBus('redis://user:password@redis.internal:6379') } });
 */
export function redisBus(server: string | Duplicable, { channel = 'prompts' }: RedisBusOptions = {}): PromptBus {
  if (typeof channel !== 'string' || channel === '') {
    throw new PromptError('CONFIG_INVALID', 'redisBus needs a channel: a non-empty string');
  }
  const { name, client } = isClient(server) ? { name: 'Redis', client: server } : fromAddress(server);
  return busOver({ name, refusal: toRefusal, connect: (signal) => connect(client, channel, signal) });
}

function fromAddress(address: string): { name: string; client: Duplicable } {
  const { host } = parseAddress('redisBus', address, ['redis:', 'rediss:']);
  try {
    return { name: `Redis at ${host}`, client: createClient({ url: address }) };
  } catch {
    throw new PromptError(
      'CONFIG_INVALID',
      'redisBus needs an address with an empty path, or with the number of a database as its path',
    );
  }
}

function isClient(server: string | Duplicable): server is Duplicable {
  return typeof (server as Partial<Duplicable> | null)?.duplicate === 'function';
}
