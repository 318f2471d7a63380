import { PromptError } from '@prompts/core';
import { Headers, openTransport, Response } from '#transport';
import { parseInput } from '../config/parse-options.ts';
import { checkUrl, shownUrl } from './check-url.ts';
import { exchange, type Progress } from './exchange.ts';
import { type GuardedFetchOptions, guardedFetchSchema } from './guarded-fetch-options.ts';
import { readBody } from './read-body.ts';
import { toNetworkError } from './to-network-error.ts';
import type { Transport } from './transport.ts';

/** A function with the signature of the standard `fetch`, which SDKs accept. */
export interface GuardedFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Closes its connections. */
  close(): Promise<void>;
}

const bodylessStatuses = new Set([204, 205, 304]);

/**
 * Creates a `fetch` for URLs that the app's author doesn't control. It refuses private addresses that `allowHosts` does not
 * name. One time limit covers redirects and body. It resolves once the whole body is read and decoded, so a
 * truncated body is an error, not a short text. Each redirect is checked like a first request, carries no header of the
 * app and no body to another origin, and leads into private space only from there.
 *
 * The returned function throws a PromptError: `FORBIDDEN` for a private address or a redirect that must not be followed,
 * `CONFIG_INVALID` for a URL or a proxy that can't be used, `AUTH_FAILED` if the proxy or the server's TLS asks for other
 * credentials, `TIMEOUT`, `UNAVAILABLE` if the connection fails, `CONTENT_INVALID` if the body is too large. If the caller's
 * signal is aborted, it throws the reason of the signal.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 */
export function guardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { provider, lookup } = options;
  const about = { what: 'the options of guardedFetch()', provider };
  const { timeout, ...rules } = parseInput(guardedFetchSchema, options, about);
  const { maxBytes, allowHosts } = rules;
  const requests = new Set<Progress>();
  const isAwaited = (origin: string) =>
    [...requests].some(({ url, signal }) => url.origin === origin && !signal.aborted);
  let transport: Transport | undefined;

  async function guarded(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const request = isRequest(input) ? { ...toRequestInit(input), ...init } : init;
    const deadline = AbortSignal.timeout(Math.ceil(timeout * 1000));
    const caller = request.signal ?? undefined;
    const signal = caller === undefined ? deadline : AbortSignal.any([caller, deadline]);
    const progress = { url: checkUrl(isRequest(input) ? input.url : input, provider, allowHosts), signal };
    transport ??= openTransport({ ...rules, provider, lookup, isAwaited });
    const { proxyOf } = transport;
    requests.add(progress);
    try {
      return await toResponse(await exchange(progress, request, { provider, allowHosts, transport }), progress.url);
    } catch (error) {
      if (caller?.aborted) throw caller.reason;
      if (PromptError.isInstance(error)) throw error;
      const { url } = progress;
      const through = proxyOf(url);
      if (!deadline.aborted) throw toNetworkError(error, url, { provider, proxy: through, maxBytes });
      const route = through ? ` through the proxy ${through.url.host}` : '';
      const message = `${shownUrl(url)} did not send a complete response${route} within ${timeout} s`;
      throw new PromptError('TIMEOUT', message, { provider });
    } finally {
      requests.delete(progress);
    }
  }

  async function toResponse(response: Response, url: URL): Promise<Response> {
    const body = await readBody(response, { url, provider, maxBytes });
    const headers = new Headers(response.headers);
    // They describe the body before it was decoded.
    headers.delete('content-encoding');
    headers.delete('content-length');
    const { status, statusText } = response;
    const copy = new Response(bodylessStatuses.has(status) ? null : body, { status, statusText, headers });
    Object.defineProperty(copy, 'url', { value: url.href });
    return copy;
  }

  return Object.assign(guarded, {
    async close() {
      await transport?.close();
      transport = undefined;
    },
  });
}

/** Whether an argument of `fetch` is a Request, which may be of another implementation. */
function isRequest(input: string | URL | Request): input is Request {
  return typeof input === 'object' && 'url' in input;
}

/** Copies the fields of a runtime's Request that undici's `fetch` accepts. */
function toRequestInit({ method, headers, body, signal, redirect }: Request): RequestInit {
  return { method, headers, signal, redirect, ...(body !== null && { body, duplex: 'half' }) };
}
