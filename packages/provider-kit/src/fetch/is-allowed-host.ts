import { isIPv6 } from 'node:net';

/**
 * Returns whether `allowHosts` names the host of a URL, which allows a private address and plain `http:`.
 * @param allowHosts Host names or addresses, with or without a port. `*.` stands for any subdomain: `127.0.0.1:8080`,
 * `*.corp.example`.
 */
export function isAllowedHost(url: URL, allowHosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allowHosts.some((allowed) => {
    const withPort = /^(.*):(\d{1,5})$/.exec(allowed);
    const isBareIPv6 = allowed.includes(':') && withPort?.[1]?.includes(':') === true && !allowed.startsWith('[');
    const [allowedHost, allowedPort] =
      withPort === null || isBareIPv6 ? [allowed, port] : [withPort[1] ?? '', withPort[2]];
    return allowedPort === port && matchesHost(normaliseHost(url.hostname), normaliseHost(allowedHost));
  });
}

function matchesHost(host: string, pattern: string): boolean {
  return pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : host === pattern;
}

/** Returns a host as a parsed URL spells it. */
function normaliseHost(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const url = `http://${isIPv6(bare) ? `[${bare}]` : bare}/`;
  return URL.canParse(url) ? new URL(url).hostname : bare;
}
