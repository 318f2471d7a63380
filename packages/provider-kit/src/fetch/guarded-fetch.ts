import { PromptError } from '@prompts/core';
import { type Agent, type Response as UndiciResponse, fetch as undiciFetch } from 'undici';
import { checkUrl, shownUrl } from './check-url.ts';
import { followRedirect } from './follow-redirect.ts';
import { type GuardedAgentOptions, guardedAgent } from './guarded-agent.ts';
import { readBody } from './read-body.ts';
import { toNetworkError } from './to-network-error.ts';

export interface GuardedFetchOptions extends GuardedAgentOptions {
  /** The time limit for a request, redirects and body included, in seconds. Default: 30. */
  readonly timeout?: number;
  /** The size limit for the decoded body, in bytes. Default: 2 MiB, for a text of 1 MiB and what surrounds it. */
  readonly maxBytes?: number;
}

/** A function with the signature of the standard `fetch`, which SDKs accept. */
export interface GuardedFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Closes its connections. */
  close(): Promise<void>;
}

const defaultTimeoutSeconds = 30;
const defaultMaxBytes = 2 * 1024 * 1024;
const maxRedirects = 5;
const bodylessStatuses = new Set([204, 205, 304]);

/**
 * Creates a `fetch` for URLs that the app's author doesn't control. It refuses private addresses that `allowHosts` does not
 * name. One time limit covers redirects and body. The response resolves once the whole body is read and decoded, so a
 * truncated body is an error, not a short text. Each redirect is checked like a first request, and carries no header of the
 * app to another origin.
 *
 * The returned function throws a PromptError: `FORBIDDEN` for a private address, `CONFIG_INVALID` for a URL that can't be
 * used, `TIMEOUT`, `UNAVAILABLE` if the connection fails, `CONTENT_INVALID` if the body is too large. If the caller's signal
 * is aborted, it throws the reason of the signal.
 */
export function guardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { provider, timeout = defaultTimeoutSeconds, maxBytes = defaultMaxBytes } = options;
  const allowHosts = options.allowHosts ?? [];
  let agent: Agent | undefined;

  async function guarded(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const given = input instanceof Request ? { ...toRequestInit(input), ...init } : init;
    const deadline = AbortSignal.timeout(timeout * 1000);
    const caller = given.signal ?? undefined;
    const signal = caller === undefined ? deadline : AbortSignal.any([caller, deadline]);
    let url = checkUrl(input instanceof Request ? input.url : input, provider, allowHosts);
    let request: RequestInit = { ...given, headers: new Headers(given.headers), redirect: 'manual' };
    agent ??= guardedAgent(options);
    try {
      for (let redirects = 0; ; redirects += 1) {
        signal.throwIfAborted();
        const sent = { ...request, headers: [...new Headers(request.headers)], signal, dispatcher: agent };
        const response = (await undiciFetch(url, sent as Parameters<typeof undiciFetch>[1])) as UndiciResponse;
        const next = followRedirect(response, url, request, provider);
        if (next === undefined) return await toResponse(response, url);
        await response.body?.cancel();
        if (redirects === maxRedirects) {
          throw new PromptError('UNAVAILABLE', `${shownUrl(url)} redirects more than ${maxRedirects} times`, {
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
        throw new PromptError('TIMEOUT', `${shownUrl(url)} did not send a complete response within ${timeout} s`, {
          provider,
        });
      }
      throw toNetworkError(error, url, provider);
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
      await agent?.destroy();
      agent = undefined;
    },
  });
}

/** Copies the fields of a runtime's Request that undici's `fetch` accepts. */
function toRequestInit({ method, headers, body, signal }: Request): RequestInit {
  return { method, headers, signal, ...(body !== null && { body, duplex: 'half' }) };
}
