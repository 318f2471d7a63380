import { isIP } from 'node:net';
import { type Lookup, resolveAddresses } from './connect/resolve-addresses.ts';
import { socketHost } from './host-pattern.ts';
import { isAllowedHost } from './is-allowed-host.ts';
import { isPublicAddress } from './is-public-address.ts';
import type { ChooseProxy } from './proxy/choose-proxy.ts';

/** What decides whether a host is private. */
export interface HostRules {
  readonly allowHosts: readonly string[];
  readonly lookup: Lookup;
  readonly chooseProxy: ChooseProxy;
}

/**
 * Returns whether a URL leads into private space: `allowHosts` names its host, and it has an address that is not public. A name that
 * a proxy resolves counts as one that has. Other hosts can't be reached at private addresses at all.
 */
export async function isPrivateHost(url: URL, { allowHosts, lookup, chooseProxy }: HostRules): Promise<boolean> {
  if (!isAllowedHost(url, allowHosts)) return false;
  const host = socketHost(url);
  if (!isIP(host) && chooseProxy(url) !== undefined) return true;
  const addresses = await resolveAddresses(host, lookup).catch(() => []);
  return !addresses.every(isPublicAddress);
}
