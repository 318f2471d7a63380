import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Resolves a host name to all of its addresses. */
export type Lookup = (hostname: string) => Promise<readonly { readonly address: string }[]>;

export const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

/** Returns the addresses of a host, which may be an address. */
export async function resolveAddresses(host: string, lookup: Lookup): Promise<string[]> {
  if (isIP(host)) return [host];
  return (await lookup(host)).map(({ address }) => address);
}

/** A host with more addresses is reached by one of the first, or not at all. */
const maxDials = 4;

/** Chooses the addresses to try: few of them, and both IPv6 and IPv4 (RFC 8305, 4), since one of the two may not work here. */
export function chooseAddresses(addresses: readonly string[]): readonly string[] {
  const isFirstKind = (address: string) => address.includes(':') === addresses[0]?.includes(':');
  const kinds = [addresses.filter(isFirstKind), addresses.filter((address) => !isFirstKind(address))];
  const alternating = addresses.flatMap((_, index) => kinds.flatMap((kind) => kind[index] ?? []));
  return alternating.slice(0, maxDials);
}
