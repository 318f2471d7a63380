// Bun replaces 'undici' with a version of its own, which lacks what the guard needs.
import { fetch, Headers, Response } from 'undici/index.js';
import { guardedAgent } from './connect/guarded-agent.ts';
import { lookupAll } from './connect/resolve-addresses.ts';
import { isPrivateHost } from './is-private-host.ts';
import { createChooseProxy } from './proxy/choose-proxy.ts';
import type { Transport, TransportOptions } from './transport.ts';

// undici's own, because an app may have replaced the global ones, and reading those loads Node's copy of undici, too.
const [DomHeaders, DomResponse] = [Headers, Response] as unknown as [
  typeof globalThis.Headers,
  typeof globalThis.Response,
];

export { DomHeaders as Headers, DomResponse as Response };

/** What a compression that does not make a body smaller may add to it. */
const maxWireOverheadBytes = 64 * 1024;

/** Opens the transport for Node, Bun and Deno, which checks every address that it connects to. Reads the environment's proxies once. */
export function openTransport({ lookup = lookupAll, proxy, tls, maxBytes, ...options }: TransportOptions): Transport {
  const { provider, allowHosts, isAwaited } = options;
  const chooseProxy = createChooseProxy(proxy, provider);
  const rules = { provider, allowHosts, lookup, chooseProxy };
  const agent = guardedAgent({ ...rules, tls, maxWireBytes: maxBytes + maxWireOverheadBytes, isAwaited });
  return {
    send(url, request) {
      const sent = { ...request, redirect: 'manual', dispatcher: agent.dispatcher };
      return fetch(url, sent as Parameters<typeof fetch>[1]) as unknown as Promise<globalThis.Response>;
    },
    isPrivateHost: (url) => isPrivateHost(url, rules),
    proxyOf: chooseProxy,
    close: () => agent.close(),
  };
}
