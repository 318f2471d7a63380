import { normaliseHost, parseHostPattern, portOf } from './host-pattern.ts';

/**
 * Returns whether `allowHosts` names the host of a URL, which allows a private address and plain `http:`.
 * @param allowHosts Host names or addresses, with or without a port. `*.` stands for any subdomain: `127.0.0.1:8080`,
 * `*.corp.example`.
 */
export function isAllowedHost(url: URL, allowHosts: readonly string[]): boolean {
  const host = normaliseHost(url.hostname);
  return allowHosts.some((allowed) => {
    const pattern = parseHostPattern(allowed);
    return (pattern.port ?? portOf(url)) === portOf(url) && matchesHost(host, pattern.host);
  });
}

function matchesHost(host: string, pattern: string): boolean {
  return pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : host === pattern;
}
