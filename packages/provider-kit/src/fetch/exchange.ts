import { PromptError } from '@prompts/core';
// Bun replaces 'undici' with a version of its own, which lacks what the guard needs.
import { type Dispatcher, type Response as UndiciResponse, fetch as undiciFetch } from 'undici/index.js';
import { rejectOnAbort } from '../reject-on-abort.ts';
import { checkUrl, shownUrl } from './check-url.ts';
import { followRedirect, isRedirect } from './follow-redirect.ts';
import { type HostRules, isPrivateHost } from './is-private-host.ts';

/** A request in progress. */
export interface Progress {
  /** The URL of the last request: the first, or that of a redirect. */
  url: URL;
  /** Ends the whole exchange. */
  readonly signal: AbortSignal;
}

/** What an exchange needs besides its request. */
export interface ExchangeOptions extends HostRules {
  /** The provider's name, for errors. */
  readonly provider: string;
  readonly dispatcher: Dispatcher;
}

const maxRedirects = 5;

/**
 * Sends a request and follows redirects, as its `redirect` says.
 * @param progress Its URL changes with each redirect.
 * @throws PromptError if a redirect must not be followed; undici's error if a request fails.
 */
export async function exchange(
  progress: Progress,
  first: RequestInit,
  options: ExchangeOptions,
): Promise<UndiciResponse> {
  const { provider, allowHosts, dispatcher } = options;
  let request = first;
  for (let redirects = 0; ; redirects += 1) {
    const { url, signal } = progress;
    const response = await send(url, request, signal, dispatcher);
    if (!isRedirect(response) || request.redirect === 'manual') return response;
    await response.body?.cancel();
    const refuse = (code: 'FORBIDDEN' | 'UNAVAILABLE', fault: string) =>
      new PromptError(code, `${shownUrl(url)} redirects ${fault}`, { provider });
    if (request.redirect === 'error') throw refuse('FORBIDDEN', "although its request has redirect: 'error'");
    if (redirects === maxRedirects) throw refuse('UNAVAILABLE', `more than ${maxRedirects} times`);
    const next = followRedirect(response, url, request, provider);
    const nextUrl = checkUrl(next.url, provider, allowHosts);
    if (nextUrl.origin !== url.origin && (await rejectOnAbort(entersPrivateSpace(url, nextUrl, options), signal))) {
      throw refuse(
        'FORBIDDEN',
        `from a public address to '${nextUrl.host}', which allowHosts allows for direct requests only`,
      );
    }
    progress.url = nextUrl;
    request = next.request;
  }
}

async function send(
  url: URL,
  request: RequestInit,
  signal: AbortSignal,
  dispatcher: Dispatcher,
): Promise<UndiciResponse> {
  signal.throwIfAborted();
  const headers = [...new Headers(request.headers)];
  const sent = { ...request, headers, redirect: 'manual', signal, dispatcher };
  return undiciFetch(url, sent as Parameters<typeof undiciFetch>[1]);
}

async function entersPrivateSpace(from: URL, to: URL, rules: HostRules): Promise<boolean> {
  return (await isPrivateHost(to, rules)) && !(await isPrivateHost(from, rules));
}
