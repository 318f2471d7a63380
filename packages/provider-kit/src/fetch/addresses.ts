import ipaddr from 'ipaddr.js';

/** Azure's metadata service answers on an address that every table of ranges calls public. */
const publicInNameOnly = new Set(['168.63.129.16']);

/**
 * Whether an IP address is on the public internet. Loopback, private, link-local, carrier-grade and reserved ranges are
 * not, nor is an IPv6 address that carries such an IPv4 address inside (mapped, NAT64, 6to4), or is outside of what is
 * given out at all (RFC 4291, 2.4: `2000::/3`).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (publicInNameOnly.has(parsed.toString())) return false;
  if (parsed.range() === 'unicast') return parsed instanceof ipaddr.IPv4 || isGlobalUnicast(parsed);
  const inside = parsed instanceof ipaddr.IPv6 ? embeddedIPv4(parsed) : undefined;
  return inside !== undefined && isPublicAddress(inside);
}

/** Also keeps out `::/96`, an old way to write an IPv4 address that systems still dial. */
function isGlobalUnicast(address: ipaddr.IPv6): boolean {
  return ((address.toByteArray()[0] ?? 0) & 0b1110_0000) === 0b0010_0000;
}

/** The IPv4 address that a NAT64 (RFC 6052) or 6to4 (RFC 3056) address leads to. */
function embeddedIPv4(address: ipaddr.IPv6): string | undefined {
  const bytes = address.toByteArray();
  const range = address.range();
  if (range === 'rfc6052') return bytes.slice(12).join('.');
  if (range === '6to4') return bytes.slice(2, 6).join('.');
  return undefined;
}
