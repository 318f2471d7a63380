import { busOver, parsePostgresAddress } from '@prompts/bus-kit';
import { type PromptBus, PromptError } from '@prompts/core';
import type { ClientConfig } from 'pg';
import { connect, type PostgresConfig } from './connect.ts';
import { toRefusal } from './to-refusal.ts';

/** The options of {@link postgresBus}. */
export interface PostgresBusOptions {
  /** The channel of LISTEN and NOTIFY: 1 to 63 bytes in UTF-8. Default `prompts`. */
  readonly channel?: string | undefined;
}

/** The length at which PostgreSQL truncates names. */
const maxChannelBytes = 63;

/**
 * Creates a bus over LISTEN and NOTIFY of PostgreSQL. A publisher receives its own messages, too. The bus connects when it
 * is first used.
 * @param server `postgres://user:password@host:5432/database`, or a configuration of the `pg` client.
 * @returns The bus, for core's option `cache: { bus }`.
 * @throws PromptError `CONFIG_INVALID` if the address or the channel is not valid.
 * @example
 * const prompts = await createPrompts({ systemPrompts, cache: { bus: postgresBus('postgres://user:password@db.internal:5432/app') } });
 */
export function postgresBus(
  server: string | ClientConfig,
  { channel = 'prompts' }: PostgresBusOptions = {},
): PromptBus {
  const bytes = typeof channel === 'string' ? Buffer.byteLength(channel) : 0;
  if (bytes < 1 || bytes > maxChannelBytes || channel.includes('\0')) {
    throw new PromptError('CONFIG_INVALID', `postgresBus needs a channel of 1 to ${maxChannelBytes} bytes`);
  }
  const { name, config } =
    typeof server === 'object' && server !== null ? { name: 'PostgreSQL', config: server } : fromAddress(server);
  return busOver({ name, refusal: toRefusal, connect: (signal) => connect(config, channel, signal) });
}

function fromAddress(address: string): { name: string; config: PostgresConfig } {
  const invalid = (rule: string) => new PromptError('CONFIG_INVALID', `the address of postgresBus ${rule}`);
  if (!/^postgres(ql)?:/i.test(address)) throw invalid('must begin with postgres:// or postgresql://');
  const config = parsePostgresAddress(address, invalid);
  const { host, port } = config;
  return { name: `PostgreSQL at ${host}${port === undefined ? '' : `:${port}`}`, config };
}
