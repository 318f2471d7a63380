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
  /** What follows the path, with its `?` or `#`; empty if there is nothing. */
  readonly parameters: string;
}

const advice = 'percent-encode special characters in the user name and the password (encodeURIComponent)';

/**
 * Parses the address of a server.
 * @param bus The name of the function that received the address, for the error message.
 * @param protocols The protocols that are accepted, each with its colon: `redis:`.
 * @throws PromptError `CONFIG_INVALID` if the address is not valid. The error doesn't quote it, because it may contain a password.
 */
export function parseAddress(bus: string, address: string, protocols: readonly string[]): Address {
  const refuse = (message: string): never => {
    throw new PromptError('CONFIG_INVALID', `${bus} ${message}`);
  };
  const [protocol = ''] = /^\s*[^/]*(?=\/\/)/.exec(address) ?? [];
  if (!protocols.includes(protocol.trim().toLowerCase())) {
    refuse(`needs an address that begins with ${protocols.map((name) => `${name}//`).join(' or ')}`);
  }
  // The host would be a part of the password.
  if (/\/\/[^/?#]*[/?#].*@/s.test(address)) {
    refuse(`found an @ after the host of its address: ${advice}, and write any other @ as %40`);
  }
  // A URL drops tabs and line breaks.
  if (!URL.canParse(address) || /[\t\r\n]/.test(address.trim())) {
    refuse(`can't parse its address: check the host and the port, and ${advice}`);
  }
  const url = new URL(address);
  try {
    return {
      host: url.host,
      protocol: url.protocol,
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      parameters: url.search + url.hash,
    };
  } catch {
    return refuse("can't decode the user name or the password in its address: write a % in them as %25");
  }
}
