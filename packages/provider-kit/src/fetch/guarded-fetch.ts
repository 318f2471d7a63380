import { PromptError } from '@prompts/core';
import { type Agent, type Response as UndiciResponse, fetch as undiciFetch } from 'undici';
import { checkUrl, shownUrl } from './check-url.ts';
import { type GuardedAgentOptions, guardedAgent } from './guarded-agent.ts';
import { networkError } from './network-error.ts';
import { readBody } from './read-body.ts';
import { redirected } from './redirect.ts';

export interface GuardedFetchOptions extends GuardedAgentOptions {
  /** Seconds for one whole exchange, redirects and body included. Default 30. */
  readonly timeout?: number;
  /** Largest body, decoded, in bytes. Default 2 MiB: a text of 1 MiB and what is around it. */
  readonly maxBytes?: number;
}

/** Shaped like the standard `fetch`, so that SDKs take it. */
export interface GuardedFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Ends its connections. */
  close(): Promise<void>;
}

const defaultTimeout = 30;
const defaultMaxBytes = 2 * 1024 * 1024;
const mostRedirects = 5;
const bodyless = new Set([204, 205, 304]);

/**
 * A `fetch` for addresses that somebody else wrote down. Private addresses are refused unless allowed by name; one deadline
 * covers the whole exchange; the body is read here, whole, decoded and bounded, so that a cut one is an error and never a
 * short text; redirects are checked like first requests, and carry no header of the app's to another origin.
 * @throws PromptError `FORBIDDEN`, `CONFIG_INVALID`, `TIMEOUT`, `UNAVAILABLE` or `CONTENT_INVALID`; the reason of the
 * caller's signal, where that ended it.
 */
export function guardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { provider, timeout = defaultTimeout, maxBytes = defaultMaxBytes } = options;
  const allowHosts = options.allowHosts ?? [];
  let agent: Agent | undefined;

  async function guarded(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const asked = input instanceof Request ? { ...requestInit(input), ...init } : init;
    const deadline = AbortSignal.timeout(timeout * 1000);
    const caller = asked.signal ?? undefined;
    const signal = caller === undefined ? deadline : AbortSignal.any([caller, deadline]);
    let url = checkUrl(input instanceof Request ? input.url : input, provider, allowHosts);
    let request: RequestInit = { ...asked, headers: new Headers(asked.headers), redirect: 'manual' };
    agent ??= guardedAgent(options);
    try {
      for (let redirects = 0; ; redirects += 1) {
        signal.throwIfAborted();
        const sent = { ...request, headers: [...new Headers(request.headers)], signal, dispatcher: agent };
        const response = (await undiciFetch(url, sent as Parameters<typeof undiciFetch>[1])) as UndiciResponse;
        const next = redirected(response, url, request, provider);
        if (next === undefined) return await received(response, url);
        await response.body?.cancel();
        if (redirects === mostRedirects) {
          throw new PromptError('UNAVAILABLE', `${shownUrl(url)} redirects more than ${mostRedirects} times`, {
            provider,
          });
        }
        url = checkUrl(next.url, provider, allowHosts);
        request = next.request;
      }
    } catch (error) {
      if (caller?.aborted) throw caller.reason;
      if (PromptError.isInstance(error)) throw error;
      if (deadline.aborted) {
        throw new PromptError('TIMEOUT', `${shownUrl(url)} gave no whole answer within ${timeout} s`, { provider });
      }
      throw networkError(error, url, provider);
    }
  }

  async function received(response: UndiciResponse, url: URL): Promise<Response> {
    const body = await readBody(response, { url, provider, maxBytes });
    const headers = new Headers([...response.headers]);
    // The body is decoded already.
    headers.delete('content-encoding');
    headers.delete('content-length');
    const { status, statusText } = response;
    const copy = new Response(bodyless.has(status) ? null : body, { status, statusText, headers });
    Object.defineProperty(copy, 'url', { value: url.href });
    return copy;
  }

  return Object.assign(guarded, {
    async close() {
      await agent?.destroy();
      agent = undefined;
    },
  });
}

/** What undici's own fetch can take from a Request of the runtime. */
function requestInit({ method, headers, body, signal }: Request): RequestInit {
  return { method, headers, signal, ...(body !== null && { body, duplex: 'half' }) };
}
