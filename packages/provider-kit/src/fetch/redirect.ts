import { PromptError } from '@prompts/core';
import type { Response as UndiciResponse } from 'undici';
import { shownUrl } from './check-url.ts';

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Headers that say nothing about the app: all others stay with the origin they were meant for. */
const harmlessHeaders = ['accept', 'accept-language', 'user-agent'];

/**
 * Where an answer sends its reader, and what may be sent there.
 * @returns undefined for an answer that is no redirect.
 * @throws `UNAVAILABLE` for a redirect to nowhere, `FORBIDDEN` for one from https: to http:.
 */
export function redirected(
  response: UndiciResponse,
  from: URL,
  request: RequestInit,
  provider: string,
): { url: URL; request: RequestInit } | undefined {
  if (!redirectStatuses.has(response.status)) return undefined;
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, from.href)) {
    throw new PromptError('UNAVAILABLE', `${shownUrl(from)} redirects without saying where to`, { provider });
  }
  const url = new URL(location, from);
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw new PromptError('FORBIDDEN', `${shownUrl(from)} redirects to plain http:, which isn't followed`, {
      provider,
    });
  }
  const headers = new Headers(request.headers);
  if (url.origin !== from.origin) {
    for (const name of [...headers.keys()]) if (!harmlessHeaders.includes(name)) headers.delete(name);
  }
  const becomesGet = response.status === 303 || (response.status < 303 && request.method === 'POST');
  if (!becomesGet) return { url, request: { ...request, headers } };
  const { body: _, ...rest } = request;
  return { url, request: { ...rest, method: 'GET', headers } };
}
