import type { NodeConnectionOptions } from '@nats-io/transport-node';
import { busOver, parseAddress } from '@prompts/bus-kit';
import { type PromptBus, PromptError } from '@prompts/core';
import { connect } from './connect.ts';
import { refusal } from './refusal.ts';

export interface NatsBusOptions {
  /** Where messages go: a subject without wildcards. Default `prompts`. */
  readonly channel?: string;
}

/**
 * Tells a fleet of changes over NATS. Who publishes hears it too, unless `noEcho` is set. It connects when it is first used.
 * @param server `nats://name:password@host:4222`, `nats://token@host`, `tls://…`, or options of the NATS client, of which
 * those about reconnecting and pinging don't count.
 * @throws PromptError `CONFIG_INVALID` for another address or channel.
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
  return busOver({ name, refusal, connect: (signal) => connect(options, channel, signal) });
}

/** The client itself reads no more than host and port of an address. */
function fromAddress(address: string): { name: string; options: NodeConnectionOptions } {
  const { host, protocol, username, password } = parseAddress('natsBus', address, ['nats:', 'tls:']);
  const account = password === '' ? { token: username } : { user: username, pass: password };
  return {
    name: `NATS at ${host}`,
    options: { servers: host, ...(username !== '' && account), ...(protocol === 'tls:' && { tls: {} }) },
  };
}
