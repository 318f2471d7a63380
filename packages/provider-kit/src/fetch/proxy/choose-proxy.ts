import { isExcluded } from './is-excluded.ts';
import { type ProxyServer, parseProxy } from './parse-proxy.ts';

/** @returns The proxy of a URL; undefined if it is requested directly. */
export type ChooseProxy = (url: URL) => ProxyServer | undefined;

/** The variables of the environment, which is read once: a connection may serve later requests. */
function readVariable(name: string): string {
  return process.env[name.toLowerCase()] || process.env[name] || '';
}

/**
 * Creates the function that chooses the proxy of a URL.
 * @param proxy The URL of the proxy, or false for none. Default: `HTTPS_PROXY` for `https:`, `HTTP_PROXY` for `http:`, without
 * the hosts in `NO_PROXY`. Names in lower case take precedence. An empty variable counts as none.
 * @returns The function. It throws PromptError `CONFIG_INVALID` if the URL of the proxy can't be used.
 */
export function createChooseProxy(proxy: string | false | undefined, provider: string): ChooseProxy {
  if (proxy === false) return () => undefined;
  if (proxy !== undefined) return () => parseProxy(proxy, 'proxy', provider);
  const noProxy = readVariable('NO_PROXY');
  const variables = new Map(['HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, readVariable(name).trim()]));
  return (url) => {
    const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const value = variables.get(name);
    return value && !isExcluded(url, noProxy) ? parseProxy(value, name, provider) : undefined;
  };
}
