import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { PromptError } from '@prompts/core';
import { Agent, buildConnector } from 'undici';
import { isAllowedHost } from './is-allowed-host.ts';
import { isPublicAddress } from './is-public-address.ts';

/** Resolves a host name to all of its addresses. */
export type Lookup = (hostname: string) => Promise<readonly { readonly address: string }[]>;

const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

export interface GuardedAgentOptions {
  /** The provider's name, for errors. */
  readonly provider: string;
  /** Hosts that may have a private address and may be reached by plain `http:`. Default: none. */
  readonly allowHosts?: readonly string[];
  /** Resolves host names. Default: the system's resolver. */
  readonly lookup?: Lookup;
}

/**
 * Creates an undici Agent that connects only to public addresses and to hosts in `allowHosts`. It checks address literals,
 * every address that a name resolves to, and the remote address of the socket: undici does not call `connect.lookup` for
 * literals, and a name may resolve to another address a moment later.
 */
export function guardedAgent({ provider, allowHosts = [], lookup = lookupAll }: GuardedAgentOptions): Agent {
  const connect = buildConnector({});
  return new Agent({
    connect(options, callback) {
      const url = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const isAllowed = isAllowedHost(url, allowHosts);
      const refuse = () => callback(createRefusal(host, provider), null);
      const check = (address: string) => isAllowed || isPublicAddress(address);
      resolveAddresses(host, lookup).then(
        (addresses) => {
          if (addresses.length === 0 || !addresses.every(check)) return refuse();
          const servername = isIP(host) ? null : (options.servername ?? host);
          tryEach(addresses);

          function tryEach([hostname = '', ...others]: readonly string[]): void {
            connect({ ...options, hostname, ...(servername !== null && { servername }) }, (error, socket) => {
              if (error !== null) return others.length > 0 ? tryEach(others) : callback(error, null);
              if (check(socket.remoteAddress ?? '')) return callback(null, socket);
              socket.destroy();
              refuse();
            });
          }
        },
        (error: Error) => callback(error, null),
      );
    },
  });
}

async function resolveAddresses(host: string, lookup: Lookup): Promise<string[]> {
  if (isIP(host)) return [host];
  return (await lookup(host)).map(({ address }) => address);
}

function createRefusal(host: string, provider: string): PromptError {
  const message = `'${host}' is not a public address. If you trust it, allow it in the provider's options: ${provider}({ allowHosts: ['${host}'] }). An entry can't allow it.`;
  return new PromptError('FORBIDDEN', message, { provider, retryable: false });
}
