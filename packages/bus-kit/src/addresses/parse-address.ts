import { PromptError } from '@prompts/core';
import { splitAddress } from './split-address.ts';

/** The parts of a server's address. */
export interface Address {
  /** The host, with the port if there is one. */
  readonly host: string;
  /** With the colon: `redis:`. */
  readonly protocol: string;
  /** Decoded; empty if the address has none. */
  readonly username: string;
  /** Decoded; empty if the address has none. */
  readonly password: string;
  /** What follows the slash after the host, decoded; empty if there is nothing. */
  readonly path: string;
  /** The parameters after `?`, decoded. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Parses the address of a server.
 * @param bus The name of the function that received the address, for the error message.
 * @param protocols The protocols that are accepted, each with its colon: `redis:`.
 * @throws PromptError `CONFIG_INVALID` if the address is not valid. The error doesn't quote it, because it may contain a password.
 */
export function parseAddress(bus: string, address: string, protocols: readonly string[]): Address {
  const invalid = (rule: string) => new PromptError('CONFIG_INVALID', `the address of ${bus} ${rule}`);
  const given = String(address).trim();
  const [protocol = ''] = /^[^/]*(?=\/\/)/.exec(given.toLowerCase()) ?? [];
  if (!protocols.includes(protocol)) {
    throw invalid(`must begin with ${protocols.map((name) => `${name}//`).join(' or ')}`);
  }
  const { user = '', password = '', host = '', port, database: path = '', parameters } = splitAddress(given, invalid);
  const name = host.includes(':') ? `[${host}]` : host;
  return { host: port === undefined ? name : `${name}:${port}`, protocol, username: user, password, path, parameters };
}
