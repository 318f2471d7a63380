import { isIPv6 } from 'node:net';

/**
 * Whether a host may be reached although it is private, or by plain `http:`.
 * @param allowHosts Host names or addresses, `*.` for any subdomain, each with a port or without: `127.0.0.1:8080`, `*.corp.example`.
 */
export function isAllowedHost(url: URL, allowHosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allowHosts.some((allowed) => {
    const withPort = /^(.*):(\d{1,5})$/.exec(allowed);
    const isBareIPv6 = allowed.includes(':') && withPort?.[1]?.includes(':') === true && !allowed.startsWith('[');
    const [host, itsPort] = withPort === null || isBareIPv6 ? [allowed, port] : [withPort[1] ?? '', withPort[2]];
    return itsPort === port && matchesHost(plain(url.hostname), plain(host));
  });
}

function matchesHost(host: string, pattern: string): boolean {
  return pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : host === pattern;
}

/** One spelling for each host, the one that URLs have. */
function plain(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const url = `http://${isIPv6(bare) ? `[${bare}]` : bare}/`;
  return URL.canParse(url) ? new URL(url).hostname : bare;
}
