import { PromptError } from '@prompts/core';
import { createHostRefusal } from './connect/host-refusal.ts';
import { socketHost } from './host-pattern.ts';
import { isAllowedHost } from './is-allowed-host.ts';
import { isLocalHost } from './is-local-host.ts';
import { isPublicAddress } from './is-public-address.ts';
import type { Transport, TransportOptions } from './transport.ts';

export const { Headers, Response } = globalThis;

const nodeOptions = ['proxy', 'tls', 'lookup'] as const;

/**
 * Opens the transport for runtimes without sockets, such as workerd. The platform's `fetch` resolves names itself, so that only
 * literal addresses and `localhost` can be checked, and a name in `allowHosts` counts as private.
 * @throws PromptError `CONFIG_INVALID` for options that only sockets support.
 */
export function openTransport({ provider, allowHosts, ...options }: TransportOptions): Transport {
  const given = nodeOptions.filter((name) => options[name] !== undefined && options[name] !== false);
  if (given.length > 0) {
    const message = `${given.join(', ')} can't be used in this runtime, whose fetch opens connections itself: remove it from the options of ${provider}()`;
    throw new PromptError('CONFIG_INVALID', message, { provider });
  }
  return {
    async send(url, request) {
      const host = socketHost(url);
      if (isLocalHost(host) && !isAllowedHost(url, allowHosts)) throw createHostRefusal(host, provider);
      return fetch(url, { ...request, redirect: 'manual' });
    },
    isPrivateHost: async (url) => isAllowedHost(url, allowHosts) && !isPublicAddress(socketHost(url)),
    proxyOf: () => undefined,
    close: async () => {},
  };
}
