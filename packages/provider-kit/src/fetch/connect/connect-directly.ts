import { isIP, type Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { socketHost } from '../host-pattern.ts';
import { isAllowedHost } from '../is-allowed-host.ts';
import { isPublicAddress } from '../is-public-address.ts';
import type { Dial } from './dial.ts';
import { createHostRefusal } from './host-refusal.ts';
import { chooseAddresses, type Lookup, resolveAddresses } from './resolve-addresses.ts';

/** What a connection needs besides its target. */
export interface ConnectOptions {
  /** The provider's name, for errors. */
  readonly provider: string;
  readonly allowHosts: readonly string[];
  readonly dial: Dial;
  /** Whether a request still waits for the connection. Nothing is dialled for none. */
  readonly isNeeded: () => boolean;
}

/**
 * Connects to a host that has public addresses only, or is in `allowHosts`. Checks address literals, every address that a name
 * resolves to, and the remote address of the socket: undici does not call `connect.lookup` for literals, and a name may resolve
 * to another address a moment later.
 */
export async function connectDirectly(
  url: URL,
  target: buildConnector.Options,
  { provider, allowHosts, dial, isNeeded, lookup }: ConnectOptions & { readonly lookup: Lookup },
): Promise<Socket> {
  const host = socketHost(url);
  const isAllowed = isAllowedHost(url, allowHosts);
  const check = (address: string) => isAllowed || isPublicAddress(address);
  const addresses = await resolveAddresses(host, lookup);
  if (addresses.length === 0 || !addresses.every(check)) throw createHostRefusal(host, provider);
  const servername = isIP(host) ? {} : { servername: target.servername ?? host };
  let failure: unknown = new Error('the request was aborted');
  for (const hostname of chooseAddresses(addresses)) {
    if (!isNeeded()) break;
    const socket = await dial({ ...target, hostname, ...servername }).catch((error: unknown) => {
      failure = error;
    });
    if (socket === undefined) continue;
    if (check(socket.remoteAddress ?? '')) return socket;
    socket.destroy();
    throw createHostRefusal(host, provider);
  }
  throw failure;
}
