/** A host as it is written in `allowHosts` or `NO_PROXY`: `127.0.0.1:8080`, `*.corp.example`, `[::1]:443`, `::1`. */
export interface HostPattern {
  /** As a parsed URL spells it, after a leading `*.` or `.`. */
  readonly host: string;
  /** Undefined if the pattern is for all ports. */
  readonly port: string | undefined;
}

/** Parses a pattern. Does not check whether it is valid. */
export function parseHostPattern(pattern: string): HostPattern {
  const withPort = /^(.*):(\d{1,5})$/.exec(pattern);
  const isBareIPv6 = withPort?.[1]?.includes(':') === true && !pattern.startsWith('[');
  const [host = '', port] = withPort === null || isBareIPv6 ? [pattern] : withPort.slice(1);
  return { host: normaliseHost(host), port };
}

/** Returns a host as a parsed URL spells it, without a final dot. */
export function normaliseHost(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const url = `http://${bare.includes(':') ? `[${bare}]` : bare}/`;
  return URL.canParse(url) ? new URL(url).hostname : bare;
}

/** Returns the port of a URL, which may be the default of its scheme. */
export function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

/** Returns the host of a URL as sockets take it: without the brackets of an IPv6 address. */
export function socketHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
