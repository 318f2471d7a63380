import { PromptError } from '@prompts/core';
import { Headers } from '#transport';
import { rejectOnAbort } from '../reject-on-abort.ts';
import { checkUrl, shownUrl } from './check-url.ts';
import { followRedirect, isRedirect } from './follow-redirect.ts';
import type { Transport } from './transport.ts';

/** A request in progress. */
export interface Progress {
  /** The URL of the last request: the first, or that of a redirect. */
  url: URL;
  /** Ends the whole exchange. */
  readonly signal: AbortSignal;
}

/** What an exchange needs besides its request. */
export interface ExchangeOptions {
  /** The provider's name, for errors. */
  readonly provider: string;
  readonly allowHosts: readonly string[];
  readonly transport: Transport;
}

const maxRedirects = 5;

/**
 * Sends a request and follows redirects, as its `redirect` says.
 * @param progress Its URL changes with each redirect.
 * @throws PromptError if a redirect must not be followed; the runtime's error if a request fails.
 */
export async function exchange(progress: Progress, first: RequestInit, options: ExchangeOptions): Promise<Response> {
  const { provider, allowHosts, transport } = options;
  let request = first;
  for (let redirects = 0; ; redirects += 1) {
    const { url, signal } = progress;
    const response = await send(url, request, signal, transport);
    if (!isRedirect(response) || request.redirect === 'manual') return response;
    await response.body?.cancel();
    const refuse = (code: 'FORBIDDEN' | 'UNAVAILABLE', fault: string) =>
      new PromptError(code, `${shownUrl(url)} redirects ${fault}`, { provider });
    if (request.redirect === 'error') throw refuse('FORBIDDEN', "although its request has redirect: 'error'");
    if (redirects === maxRedirects) throw refuse('UNAVAILABLE', `more than ${maxRedirects} times`);
    const next = followRedirect(response, url, request, provider);
    const nextUrl = checkUrl(next.url, provider, allowHosts);
    if (nextUrl.origin !== url.origin && (await rejectOnAbort(entersPrivateSpace(url, nextUrl, transport), signal))) {
      throw refuse(
        'FORBIDDEN',
        `from a public address to '${nextUrl.host}', which allowHosts allows for direct requests only`,
      );
    }
    progress.url = nextUrl;
    request = next.request;
  }
}

async function send(url: URL, request: RequestInit, signal: AbortSignal, transport: Transport): Promise<Response> {
  signal.throwIfAborted();
  // Of another copy of undici, a Headers would not be accepted.
  return transport.send(url, { ...request, headers: [...new Headers(request.headers)], signal });
}

async function entersPrivateSpace(from: URL, to: URL, transport: Transport): Promise<boolean> {
  return (await transport.isPrivateHost(to)) && !(await transport.isPrivateHost(from));
}
