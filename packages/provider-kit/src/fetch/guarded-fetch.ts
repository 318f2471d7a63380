import { PromptError } from '@prompts/core';
import type { Response as UndiciResponse } from 'undici';
import { parseInput } from '../config/parse-options.ts';
import { checkUrl, shownUrl } from './check-url.ts';
import { guardedAgent } from './connect/guarded-agent.ts';
import { lookupAll } from './connect/resolve-addresses.ts';
import { exchange, type Progress } from './exchange.ts';
import { type GuardedFetchOptions, guardedFetchSchema } from './guarded-fetch-options.ts';
import { createChooseProxy } from './proxy/choose-proxy.ts';
import { readBody } from './read-body.ts';
import { toNetworkError } from './to-network-error.ts';

/** A function with the signature of the standard `fetch`, which SDKs accept. */
export interface GuardedFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Closes its connections. */
  close(): Promise<void>;
}

const bodylessStatuses = new Set([204, 205, 304]);

/** What a compression that does not make a body smaller may add to it. */
const maxWireOverheadBytes = 64 * 1024;

/**
 * Creates a `fetch` for URLs that the app's author doesn't control. It refuses private addresses that `allowHosts` does not
 * name. One time limit covers redirects and body. The response resolves once the whole body is read and decoded, so a
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
  const { provider, lookup = lookupAll } = options;
  const about = { what: 'the options of guardedFetch()', provider };
  const { timeout, maxBytes, allowHosts, proxy, tls } = parseInput(guardedFetchSchema, options, about);
  const requests = new Set<Progress>();
  let session: ReturnType<typeof openSession> | undefined;

  /** The variables of the environment are read once for all connections, which may serve many requests. */
  function openSession() {
    const chooseProxy = createChooseProxy(proxy, provider);
    const isAwaited = (origin: string) =>
      [...requests].some(({ url, signal }) => url.origin === origin && !signal.aborted);
    const rules = { provider, allowHosts, lookup, chooseProxy };
    return { ...rules, ...guardedAgent({ ...rules, tls, maxWireBytes: maxBytes + maxWireOverheadBytes, isAwaited }) };
  }

  async function guarded(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const given = input instanceof Request ? { ...toRequestInit(input), ...init } : init;
    const deadline = AbortSignal.timeout(Math.ceil(timeout * 1000));
    const caller = given.signal ?? undefined;
    const signal = caller === undefined ? deadline : AbortSignal.any([caller, deadline]);
    const progress = { url: checkUrl(input instanceof Request ? input.url : input, provider, allowHosts), signal };
    session ??= openSession();
    const { chooseProxy } = session;
    requests.add(progress);
    try {
      return await toResponse(await exchange(progress, given, session), progress.url);
    } catch (error) {
      if (caller?.aborted) throw caller.reason;
      if (PromptError.isInstance(error)) throw error;
      const { url } = progress;
      const through = chooseProxy(url);
      if (!deadline.aborted) throw toNetworkError(error, url, { provider, proxy: through, maxBytes });
      const route = through ? ` through the proxy ${through.url.host}` : '';
      const message = `${shownUrl(url)} did not send a complete response${route} within ${timeout} s`;
      throw new PromptError('TIMEOUT', message, { provider });
    } finally {
      requests.delete(progress);
    }
  }

  async function toResponse(response: UndiciResponse, url: URL): Promise<Response> {
    const body = await readBody(response, { url, provider, maxBytes });
    const headers = new Headers([...response.headers]);
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
      await session?.close();
      session = undefined;
    },
  });
}

/** Copies the fields of a runtime's Request that undici's `fetch` accepts. */
function toRequestInit({ method, headers, body, signal, redirect }: Request): RequestInit {
  return { method, headers, signal, redirect, ...(body !== null && { body, duplex: 'half' }) };
}
