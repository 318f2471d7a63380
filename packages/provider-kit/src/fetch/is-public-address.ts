import ipaddr from 'ipaddr.js';

/** Azure's metadata service has an address of a public range. */
const privateAddresses = new Set(['168.63.129.16']);

/**
 * Returns whether an IP address is on the public internet. Not public are loopback, private, link-local, carrier-grade NAT
 * and reserved ranges, IPv6 addresses that embed such an IPv4 address (mapped, NAT64, 6to4), and IPv6 addresses outside of
 * global unicast (`2000::/3`; RFC 4291, 2.4).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (privateAddresses.has(parsed.toString())) return false;
  if (parsed.range() === 'unicast') return parsed instanceof ipaddr.IPv4 || isGlobalUnicast(parsed);
  const embedded = parsed instanceof ipaddr.IPv6 ? findEmbeddedIPv4(parsed) : undefined;
  return embedded !== undefined && isPublicAddress(embedded);
}

/** Also excludes `::/96`, deprecated IPv4-compatible addresses that systems still connect to. */
function isGlobalUnicast(address: ipaddr.IPv6): boolean {
  return ((address.toByteArray()[0] ?? 0) & 0b1110_0000) === 0b0010_0000;
}

/** Returns the IPv4 address within a NAT64 (RFC 6052) or 6to4 (RFC 3056) address. */
function findEmbeddedIPv4(address: ipaddr.IPv6): string | undefined {
  const bytes = address.toByteArray();
  const range = address.range();
  if (range === 'rfc6052') return bytes.slice(12).join('.');
  if (range === '6to4') return bytes.slice(2, 6).join('.');
  return undefined;
}
