import { randomInt } from 'node:crypto';
import type { NodeConnectionOptions } from '@nats-io/transport-node';
import { type Address, busOver, connectToFirst, parseAddress } from '@prompts/bus-kit';
import { type PromptBus, PromptError } from '@prompts/core';
import { connect } from './connect.ts';
import { toRefusal } from './to-refusal.ts';

/** The options of {@link natsBus}. */
export interface NatsBusOptions {
  /** The subject of the messages, without wildcards. Default `prompts`. */
  readonly channel?: string | undefined;
}

/**
 * Creates a bus over NATS. A publisher receives its own messages, too, unless the client's option `noEcho` is set. The bus
 * connects when it is first used.
 * @param server `nats://user:password@host:4222`, `nats://token@host`, `tls://…`, several of them separated by commas, or options
 * of the NATS client. Options about reconnecting and pinging have no effect.
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
  if (Array.isArray(server)) {
    const example = 'nats://a.internal:4222,nats://b.internal:4222';
    throw new PromptError(
      'CONFIG_INVALID',
      `natsBus needs several addresses as one string, separated by commas: ${example}`,
    );
  }
  const { name, servers } =
    typeof server === 'object' && server !== null ? { name: 'NATS', servers: [server] } : fromAddress(server);
  return busOver({
    name,
    refusal: toRefusal,
    connect: (signal) => connectToFirst(rotate(servers), (options, stop) => connect(options, channel, stop), signal),
  });
}

/** Parses the addresses of servers. The client itself reads only the host and the port of an address. */
function fromAddress(address: string): { name: string; servers: NodeConnectionOptions[] } {
  // A comma in a password is not followed by a protocol.
  const parts = String(address).split(/,(?=\s*[a-z]+:\/\/)/i);
  const addresses = parts.map((part) => parseAddress('natsBus', part, ['nats:', 'tls:']));
  if (addresses.some(({ host }) => host === '' || host.includes(','))) {
    throw new PromptError('CONFIG_INVALID', 'natsBus needs nats:// or tls://, and a host, for each server of a list');
  }
  if (addresses.some(({ parameters }) => parameters.size > 0)) {
    throw new PromptError('CONFIG_INVALID', 'natsBus takes no parameters (?…) in its address: pass options instead');
  }
  if (addresses.some(({ path }) => path !== '')) {
    throw new PromptError(
      'CONFIG_INVALID',
      'natsBus takes no path in its address: to choose a subject, set the option channel',
    );
  }
  const requiresTls = addresses.some(({ protocol }) => protocol === 'tls:');
  return {
    name: `NATS at ${addresses.map(({ host }) => host).join(', ')}`,
    servers: addresses.map(({ host, ...own }) => {
      const { username, password } = own.username === '' ? (addresses[0] as Address) : own;
      const account = password === '' ? { token: username } : { user: username, pass: password };
      return { servers: host, ...(username !== '' && account), ...(requiresTls && { tls: {} }) };
    }),
  };
}

/** Returns the servers in their order, beginning with any of them, so that each has its share of the connections. */
function rotate<Server>(servers: readonly Server[]): Server[] {
  const start = randomInt(servers.length);
  return [...servers.slice(start), ...servers.slice(0, start)];
}
