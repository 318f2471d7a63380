import ipaddr from 'ipaddr.js';
import { normaliseHost, parseHostPattern, portOf, socketHost } from '../host-pattern.ts';

/**
 * Returns whether `NO_PROXY` excludes a URL from the proxy.
 * @param noProxy A list separated by commas or spaces: `corp.example` (with its subdomains), `.corp.example` or `*.corp.example`
 * (subdomains only), `127.0.0.1`, `[::1]`, `10.0.0.0/8` (addresses in URLs; names are not resolved), each but the last with or
 * without `:port`; or `*` for all URLs.
 */
export function isExcluded(url: URL, noProxy: string): boolean {
  const host = normaliseHost(url.hostname);
  const port = portOf(url);
  return noProxy.split(/[\s,]+/).some((entry) => {
    if (entry.includes('/')) return isInNetwork(socketHost(url), entry);
    const [, wildcard = '', rest = ''] = /^(\*?\.|\*(?=:|$))?(.*)$/.exec(entry) ?? [];
    const pattern = parseHostPattern(rest);
    if (pattern.port !== undefined && pattern.port !== port) return false;
    if (wildcard === '*') return true;
    if (pattern.host === '') return false;
    return host.endsWith(`.${pattern.host}`) || (wildcard === '' && host === pattern.host);
  });
}

function isInNetwork(address: string, network: string): boolean {
  if (!ipaddr.isValid(address) || !ipaddr.isValidCIDR(network)) return false;
  const [parsed, [base, bits]] = [ipaddr.process(address), ipaddr.parseCIDR(network)];
  return parsed.kind() === base.kind() && parsed.match([base, bits] as [ipaddr.IPv6, number]);
}
