import { PromptError } from '@prompts/core';
import { shownUrl } from './check-url.ts';
import type { ProxyServer } from './proxy/parse-proxy.ts';
import { describeTlsFault } from './tls-fault.ts';

/** Maps an error of undici to a PromptError. Keeps only its code: its other properties may contain the request. */
export function toNetworkError(
  error: unknown,
  url: URL,
  { provider, proxy, maxBytes }: { provider: string; proxy: ProxyServer | undefined; maxBytes: number },
): PromptError {
  const root = findRootCause(error);
  if (PromptError.isInstance(root)) return root;
  const found = (root as { code?: unknown } | undefined)?.code;
  const code = typeof found === 'string' ? found : 'connection error';
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooLarge(url, { provider, maxBytes });
  const tls = describeTlsFault(code);
  if (tls !== undefined) return new PromptError(tls.code, `${url.host} ${tls.fault}`, { provider });
  const through = proxy ? ` through the proxy ${proxy.url.host}` : '';
  return new PromptError('UNAVAILABLE', `the request to ${url.host}${through} failed: ${code}`, { provider });
}

/** Creates the error for a body that is too large, before or after it is decoded. */
export function tooLarge(
  url: URL,
  { provider, maxBytes }: { readonly provider: string; readonly maxBytes: number },
): PromptError {
  return new PromptError('CONTENT_INVALID', `${shownUrl(url)} sent more than ${maxBytes} bytes`, { provider });
}

/** Returns the innermost cause: undici wraps errors. */
function findRootCause(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (PromptError.isInstance(current)) return current;
    const cause = (current as { cause?: unknown } | undefined)?.cause;
    if (cause === undefined || cause === null) return current;
    current = cause;
  }
  return current;
}
