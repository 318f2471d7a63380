import { isIP } from 'node:net';
import { isPublicAddress } from './is-public-address.ts';

/** Returns whether a host is on this machine or in a private network whoever resolves it (RFC 6761, 6.3). */
export function isLocalHost(host: string): boolean {
  return isIP(host) ? !isPublicAddress(host) : /(^|\.)localhost\.?$/.test(host);
}
