import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { PromptError } from '@prompts/core';
import { Agent, buildConnector } from 'undici';
import { isPublicAddress } from './addresses.ts';
import { isAllowedHost } from './allowed-hosts.ts';

/** Gives every address of a host name. */
export type Lookup = (hostname: string) => Promise<readonly { readonly address: string }[]>;

const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true });

export interface GuardedAgentOptions {
  /** Named in errors. */
  readonly provider: string;
  /** Hosts that may be reached although they are private, or by plain `http:`. */
  readonly allowHosts?: readonly string[];
  /** How host names are resolved. Default: as the system does. */
  readonly lookup?: Lookup;
}

/**
 * An undici Agent that connects to public addresses only, or to hosts that are allowed by name. Checked are literals,
 * every address a name resolves to, and the address the socket really has: undici skips `connect.lookup` for literals, and
 * a name may resolve to something else a moment later.
 */
export function guardedAgent({ provider, allowHosts = [], lookup = lookupAll }: GuardedAgentOptions): Agent {
  const connect = buildConnector({});
  return new Agent({
    connect(options, callback) {
      const url = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const isAllowed = isAllowedHost(url, allowHosts);
      const refuse = () => callback(refused(host, provider), null);
      const check = (address: string) => isAllowed || isPublicAddress(address);
      addressesOf(host, lookup).then(
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

async function addressesOf(host: string, lookup: Lookup): Promise<string[]> {
  if (isIP(host)) return [host];
  return (await lookup(host)).map(({ address }) => address);
}

function refused(host: string, provider: string): PromptError {
  const message = `'${host}' is not on the public internet, so it isn't asked. If it is meant, name it in the allowHosts of the provider's options: ${provider}({ allowHosts: ['${host}'] }), never in an entry.`;
  return new PromptError('FORBIDDEN', message, { provider, retryable: false });
}
