import type { NodeConnectionOptions } from '@nats-io/transport-node';
import { busOver, parseAddress } from '@prompts/bus-kit';
import { type PromptBus, PromptError } from '@prompts/core';
import { connect } from './connect.ts';
import { toRefusal } from './to-refusal.ts';

export interface NatsBusOptions {
  /** The subject of the messages, without wildcards. Default `prompts`. */
  readonly channel?: string;
}

/**
 * Creates a bus over NATS. A publisher receives its own messages, too, unless the client's option `noEcho` is set. The bus
 * connects when it is first used.
 * @param server `nats://user:password@host:4222`, `nats://token@host`, `tls://…`, or options of the NATS client. Options about
 * reconnecting and pinging have no effect.
 * @returns The bus, for core's option `cache: { bus }`.
 * @throws PromptError `CONFIG_INVALID` if the address or the channel is not valid.
 * @example
 * const prompts = await createPrompts({ systemPrompts, cache: { bus: natsBus('nats://user:password@nats.internal:4222') } });
 */
export function natsBus(
  server: string | NodeConnectionOptions,
  { channel = 'prompts' }: NatsBusOptions = {},
): PromptBus {
  if (typeof channel !== 'string' || !/^[^\s.*>]+(\.[^\s.*>]+)*$/.test(channel)) {
    throw new PromptError('CONFIG_INVALID', 'natsBus needs a channel that is a NATS subject without wildcards');
  }
  const { name, options } =
    typeof server === 'object' && server !== null ? { name: 'NATS', options: server } : fromAddress(server);
  return busOver({ name, refusal: toRefusal, connect: (signal) => connect(options, channel, signal) });
}

/** The client reads only the host and the port of an address. */
function fromAddress(address: string): { name: string; options: NodeConnectionOptions } {
  const { host, protocol, username, password } = parseAddress('natsBus', address, ['nats:', 'tls:']);
  const account = password === '' ? { token: username } : { user: username, pass: password };
  return {
    name: `NATS at ${host}`,
    options: { servers: host, ...(username !== '' && account), ...(protocol === 'tls:' && { tls: {} }) },
  };
}
