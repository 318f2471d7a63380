import { PromptError } from '@prompts/core';
import { portOf } from '../host-pattern.ts';
import { describeTlsFault } from '../tls-fault.ts';
import type { ProxyServer } from './parse-proxy.ts';

/** Creates the error for the status with which a proxy refused a request. */
export function errorFromProxy(status: number, url: URL, proxy: ProxyServer, provider: string): PromptError {
  const host = `${url.hostname}:${portOf(url)}`;
  const fail = (code: 'AUTH_FAILED' | 'FORBIDDEN' | 'UNAVAILABLE', fault: string) =>
    new PromptError(code, `the proxy ${proxy.url.host} ${fault}`, { provider });
  // tinyproxy returns 401 for wrong credentials.
  if (status === 407 || status === 401) {
    return fail(
      'AUTH_FAILED',
      proxy.authorization === undefined
        ? `requires credentials (${status}): add them to its URL, http://user:password@host:port`
        : `rejected the credentials in its URL (${status}): check the user name and the password`,
    );
  }
  if (status === 403) return fail('FORBIDDEN', `does not allow connections to ${host} (403): allow them in the proxy`);
  return fail('UNAVAILABLE', `did not connect to ${host}: it returned ${status}`);
}

/** Converts the error of a connection to a proxy. Keeps a PromptError. */
export function unreachableProxy(error: unknown, proxy: ProxyServer, provider: string): PromptError {
  if (PromptError.isInstance(error)) return error;
  const code = String((error as { code?: unknown } | undefined)?.code ?? 'connection error');
  const fault = describeTlsFault(code)?.fault ?? `can't be reached, or closed the connection (${code})`;
  return new PromptError('UNAVAILABLE', `the proxy ${proxy.url.host} ${fault}`, { provider });
}

/** Creates the error for a proxy that does not respond. */
export function proxyTimeout(seconds: number, proxy: ProxyServer, provider: string): PromptError {
  return new PromptError('TIMEOUT', `the proxy ${proxy.url.host} did not respond within ${seconds} s`, { provider });
}
