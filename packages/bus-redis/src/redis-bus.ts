import { busOver, parseAddress } from '@prompts/bus-kit';
import { type PromptBus, PromptError } from '@prompts/core';
import { createClient } from '@redis/client';
import { connect } from './connect.ts';
import type { OpenNode } from './open-client.ts';
import type { RedisBusClient } from './open-tracked.ts';
import { toOpenNode } from './to-open-node.ts';
import { toRefusal } from './to-refusal.ts';

/** The options of {@link redisBus}. */
export interface RedisBusOptions {
  /** The pub/sub channel, not empty. Default `prompts`. */
  readonly channel?: string | undefined;
}

/**
 * Creates a bus over Redis pub/sub. A publisher receives its own messages, too. The bus connects when it is first used.
 * @param server `redis://user:password@host:6379/database`, `rediss://…` for TLS, or a client of node-redis 5 or newer, as
 * `createClient`, `createClientPool`, `createCluster` or `createSentinel` returns it, connected or not. The bus opens its own
 * connections with the client's options, and doesn't send messages through the client itself.
 * @returns The bus, for core's option `cache: { bus }`.
 * @throws PromptError `CONFIG_INVALID` if the address, the client or the channel is not valid.
 * @example
 * const prompts = await createPrompts({ systemPrompts, cache: { bus: redisBus('redis://user:password@redis.internal:6379') } });
 */
export function redisBus(server: string | RedisBusClient, { channel = 'prompts' }: RedisBusOptions = {}): PromptBus {
  if (typeof channel !== 'string' || channel === '') {
    throw new PromptError('CONFIG_INVALID', 'redisBus needs a channel: a non-empty string');
  }
  const { name, open } = typeof server === 'string' ? fromAddress(server) : fromClient(server);
  return busOver({ name, refusal: toRefusal, connect: (signal) => connect(open, channel, signal) });
}

function fromAddress(address: string): { name: string; open: OpenNode } {
  const { host, parameters } = parseAddress('redisBus', address, ['redis:', 'rediss:']);
  if (parameters.size > 0) {
    throw new PromptError('CONFIG_INVALID', 'redisBus takes no parameters (?…) in its address: pass a client instead');
  }
  try {
    return { ...fromClient(createClient({ url: address })), name: `Redis at ${host}` };
  } catch {
    throw new PromptError(
      'CONFIG_INVALID',
      'redisBus needs an address with an empty path, or with the number of a database as its path',
    );
  }
}

function fromClient(client: RedisBusClient): { name: string; open: OpenNode } {
  const open = toOpenNode(client);
  if (open) return { name: 'Redis', open };
  const makers = 'createClient, createClientPool, createCluster or createSentinel';
  throw new PromptError(
    'CONFIG_INVALID',
    `redisBus needs an address (redis://…) or a client of node-redis 5 or newer, as ${makers} returns it`,
  );
}
