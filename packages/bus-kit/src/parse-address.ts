import { PromptError } from '@prompts/core';

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
}

/**
 * Parses the address of a server.
 * @param bus The name of the function that received the address, for the error message.
 * @param protocols The protocols that are accepted, each with its colon: `redis:`.
 * @throws PromptError `CONFIG_INVALID` if the address is not valid. The error doesn't quote it, because it may contain a password.
 */
export function parseAddress(bus: string, address: string, protocols: readonly string[]): Address {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !protocols.includes(url.protocol)) {
    const expected = protocols.map((protocol) => `${protocol}//`).join(' or ');
    throw new PromptError('CONFIG_INVALID', `${bus} needs an address that begins with ${expected}`);
  }
  const { host, protocol } = url;
  try {
    return {
      host,
      protocol,
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    const message = `${bus} can't decode the user name or the password in its address: write a % in them as %25`;
    throw new PromptError('CONFIG_INVALID', message);
  }
}
