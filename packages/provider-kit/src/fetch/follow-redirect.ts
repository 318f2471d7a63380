import { PromptError } from '@prompts/core';
import { Headers } from '#transport';
import { shownUrl } from './check-url.ts';

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Headers that a redirect may carry to another origin. */
const safeHeaders = ['accept', 'accept-language', 'user-agent'];

/** Returns whether a response is a redirect. */
export function isRedirect({ status }: Response): boolean {
  return redirectStatuses.has(status);
}

/**
 * Returns the request that follows a redirect. To another origin it has neither a header of the app nor a body.
 * @param response A redirect.
 * @param from The URL that answered with `response`.
 * @param request The request that was sent there.
 * @throws PromptError `UNAVAILABLE` if the redirect has no valid `Location`, `FORBIDDEN` if it leads from `https:` to `http:`, or
 * would send a body to another origin, or one that can be read only once.
 */
export function followRedirect(
  response: Response,
  from: URL,
  request: RequestInit,
  provider: string,
): { url: URL; request: RequestInit } {
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, from.href)) {
    throw new PromptError('UNAVAILABLE', `${shownUrl(from)} redirects without a valid Location`, { provider });
  }
  const url = new URL(location, from);
  const refuse = (fault: string) => new PromptError('FORBIDDEN', `${shownUrl(from)} redirects ${fault}`, { provider });
  if (from.protocol === 'https:' && url.protocol === 'http:') throw refuse('to plain http:, which is not allowed');
  const headers = new Headers(request.headers);
  const isElsewhere = url.origin !== from.origin;
  if (isElsewhere) for (const name of [...headers.keys()]) if (!safeHeaders.includes(name)) headers.delete(name);
  const { body, ...rest } = request;
  const method = (request.method ?? 'GET').toUpperCase();
  const becomesGet = (response.status === 303 && method !== 'HEAD') || (response.status < 303 && method === 'POST');
  if (becomesGet) {
    for (const name of [...headers.keys()]) if (name.startsWith('content-')) headers.delete(name);
    return { url, request: { ...rest, method: 'GET', headers } };
  }
  if (body === undefined || body === null) return { url, request: { ...rest, headers } };
  if (isElsewhere) throw refuse(`a request with a body to ${url.origin}: send it to that address`);
  if (body instanceof ReadableStream) throw refuse('a request whose body is a stream: send a text or bytes');
  return { url, request: { ...request, headers } };
}
