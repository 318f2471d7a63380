import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { portOf, socketHost } from '../host-pattern.ts';
import { isAllowedHost } from '../is-allowed-host.ts';
import { isLocalHost } from '../is-local-host.ts';
import { errorFromProxy, proxyTimeout, unreachableProxy } from '../proxy/errors.ts';
import type { ProxyServer } from '../proxy/parse-proxy.ts';
import type { ConnectOptions } from './connect-directly.ts';
import type { Dial } from './dial.ts';
import { createHostRefusal } from './host-refusal.ts';

/** As long as undici waits for a connection. */
const timeoutSeconds = 10;

interface ProxyConnectOptions extends ConnectOptions {
  /** Opens connections to proxies, without the client certificate. */
  readonly dialProxy: Dial;
}

/**
 * Connects to a proxy, and for `https:` through it to the host (CONNECT; RFC 9110, 9.3.6). The proxy resolves the host's name, so
 * that only literals and `localhost` can be checked.
 * @returns The connection to the host for `https:`. For `http:`, the connection to the proxy: its requests are sent in absolute form.
 */
export async function connectThroughProxy(
  url: URL,
  target: buildConnector.Options,
  proxy: ProxyServer,
  { provider, allowHosts, dial, dialProxy, isNeeded }: ProxyConnectOptions,
): Promise<Socket> {
  const host = socketHost(url);
  if (isLocalHost(host) && !isAllowedHost(url, allowHosts)) throw createHostRefusal(host, provider);
  if (!isNeeded()) throw new Error('the request was aborted');
  const { protocol, host: proxyHost } = proxy.url;
  const address = { protocol, host: proxyHost, hostname: socketHost(proxy.url), port: portOf(proxy.url) };
  const connection = await dialProxy(address).catch((error: unknown) => {
    throw unreachableProxy(error, proxy, provider);
  });
  if (url.protocol === 'http:') return connection;
  const tunnel = await openTunnel(connection, url, proxy, provider);
  return dial({ ...target, httpSocket: tunnel, ...(!isIP(host) && { servername: target.servername ?? host }) });
}

async function openTunnel(connection: Socket, url: URL, proxy: ProxyServer, provider: string): Promise<Socket> {
  const path = `${url.hostname}:${portOf(url)}`;
  const { authorization } = proxy;
  // Imported when it is used: it loads Node's own copy of undici.
  const { request: httpRequest } = await import('node:http');
  const request = httpRequest({
    method: 'CONNECT',
    path,
    headers: { host: path, ...(authorization !== undefined && { 'proxy-authorization': authorization }) },
    createConnection: () => connection,
  });
  const timer = setTimeout(() => request.destroy(proxyTimeout(timeoutSeconds, proxy, provider)), timeoutSeconds * 1000);
  try {
    const connected = once(request.end(), 'connect');
    const [{ statusCode = 0 }, tunnel, head] = (await connected) as [IncomingMessage, Socket, Buffer];
    if (statusCode >= 200 && statusCode < 300) {
      tunnel.unshift(head);
      return tunnel;
    }
    tunnel.destroy();
    throw errorFromProxy(statusCode, url, proxy, provider);
  } catch (error) {
    throw unreachableProxy(error, proxy, provider);
  } finally {
    clearTimeout(timer);
  }
}
