import { PromptError } from '@prompts/core';
import type { Response as UndiciResponse } from 'undici';
import { shownUrl } from './check-url.ts';

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Headers that a redirect may carry to another origin. */
const safeHeaders = ['accept', 'accept-language', 'user-agent'];

/**
 * Returns the request that follows a redirect. To another origin it has no header of the app.
 * @param from The URL that answered with `response`.
 * @param request The request that was sent there.
 * @returns The URL and the request to send; undefined if the response is not a redirect.
 * @throws PromptError `UNAVAILABLE` if the redirect has no valid `Location`, `FORBIDDEN` if it leads from `https:` to `http:`.
 */
export function followRedirect(
  response: UndiciResponse,
  from: URL,
  request: RequestInit,
  provider: string,
): { url: URL; request: RequestInit } | undefined {
  if (!redirectStatuses.has(response.status)) return undefined;
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, from.href)) {
    throw new PromptError('UNAVAILABLE', `${shownUrl(from)} redirects without a valid Location`, { provider });
  }
  const url = new URL(location, from);
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw new PromptError('FORBIDDEN', `${shownUrl(from)} redirects to plain http:, which is not allowed`, {
      provider,
    });
  }
  const headers = new Headers(request.headers);
  if (url.origin !== from.origin) {
    for (const name of [...headers.keys()]) if (!safeHeaders.includes(name)) headers.delete(name);
  }
  const becomesGet = response.status === 303 || (response.status < 303 && request.method === 'POST');
  if (!becomesGet) return { url, request: { ...request, headers } };
  const { body: _, ...rest } = request;
  return { url, request: { ...rest, method: 'GET', headers } };
}
