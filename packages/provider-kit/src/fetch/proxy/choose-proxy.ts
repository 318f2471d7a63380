import { isExcluded } from './is-excluded.ts';
import { type ProxyServer, parseProxy } from './parse-proxy.ts';

/** @returns The proxy of a URL; undefined if it is requested directly. */
export type ChooseProxy = (url: URL) => ProxyServer | undefined;

/** A variable of the environment, as it is set. */
interface Variable {
  readonly name: string;
  readonly value: string;
}

/** Reads a variable of the environment, in lower case if it is set so. Deno may refuse to: then it counts as not set. */
function readVariable(upperCase: string): Variable {
  const lowerCase = upperCase.toLowerCase();
  try {
    const name = process.env[lowerCase] ? lowerCase : upperCase;
    return { name, value: (process.env[name] ?? '').trim() };
  } catch {
    return { name: upperCase, value: '' };
  }
}

/**
 * Creates the function that chooses the proxy of a URL.
 * @param proxy The URL of the proxy, or false for none. Default: `HTTPS_PROXY` for `https:`, `HTTP_PROXY` for `http:`, without
 * the hosts in `NO_PROXY`. Names in lower case take precedence. An empty variable counts as none.
 * @returns The function. It throws PromptError `CONFIG_INVALID` if the URL of the proxy can't be used.
 */
export function createChooseProxy(proxy: string | false | undefined, provider: string): ChooseProxy {
  if (proxy === false) return () => undefined;
  if (proxy !== undefined) {
    const server = parseProxy(proxy, 'proxy', provider);
    return () => server;
  }
  // They are read once: a connection may serve later requests.
  const [forHttps, forHttp, noProxy] = [
    readVariable('HTTPS_PROXY'),
    readVariable('HTTP_PROXY'),
    readVariable('NO_PROXY'),
  ];
  return (url) => {
    const { name, value } = url.protocol === 'https:' ? forHttps : forHttp;
    return value !== '' && !isExcluded(url, noProxy.value) ? parseProxy(value, name, provider) : undefined;
  };
}
