import { busOver, parseAddress } from '@prompts/bus-kit';
import { type PromptBus, PromptError } from '@prompts/core';
import type { ClientConfig } from 'pg';
import { connect } from './connect.ts';
import { refusal } from './refusal.ts';

export interface PostgresBusOptions {
  /** Where messages go: up to 63 bytes. Default `prompts`. */
  readonly channel?: string;
}

/** Bytes of the longest name that PostgreSQL keeps. */
const longestChannel = 63;

/**
 * Tells a fleet of changes over LISTEN and NOTIFY of PostgreSQL. Who publishes hears it too. It connects when it is first used.
 * @param server `postgres://name:password@host:5432/database`, or a configuration of the `pg` client.
 * @throws PromptError `CONFIG_INVALID` for another address or channel.
 */
export function postgresBus(
  server: string | ClientConfig,
  { channel = 'prompts' }: PostgresBusOptions = {},
): PromptBus {
  const bytes = typeof channel === 'string' ? Buffer.byteLength(channel) : 0;
  if (bytes < 1 || bytes > longestChannel || channel.includes('\0')) {
    throw new PromptError('CONFIG_INVALID', `postgresBus needs a channel of 1 to ${longestChannel} bytes`);
  }
  const { name, config } =
    typeof server === 'object' && server !== null ? { name: 'PostgreSQL', config: server } : fromAddress(server);
  return busOver({ name, refusal, connect: (signal) => connect(config, channel, signal) });
}

function fromAddress(address: string): { name: string; config: ClientConfig } {
  const { host } = parseAddress('postgresBus', address, ['postgres:', 'postgresql:']);
  return { name: `PostgreSQL at ${host}`, config: { connectionString: address } };
}
