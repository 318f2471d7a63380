import { PromptError } from '@prompts/core';

/** What a bus needs to know of an address. */
export interface Address {
  /** With the port, if there is one. */
  readonly host: string;
  /** Such as `redis:`. */
  readonly protocol: string;
  /** Decoded; empty if there is none. */
  readonly username: string;
  readonly password: string;
}

/**
 * @param bus Name of the function that was given the address.
 * @param protocols Such as `redis:`.
 * @throws PromptError `CONFIG_INVALID`, which doesn't repeat the address: it may hold a password.
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
    throw new PromptError(
      'CONFIG_INVALID',
      `${bus} needs an address where a % in the name or the password is written %25`,
    );
  }
}
