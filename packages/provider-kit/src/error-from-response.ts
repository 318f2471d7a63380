import { PromptError, type PromptErrorCode } from '@prompts/core';
import { retryAfterSeconds } from './retry-after.ts';

const codes: Readonly<Record<number, PromptErrorCode>> = {
  400: 'CONFIG_INVALID',
  401: 'AUTH_FAILED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  412: 'CONFLICT',
  422: 'CONFIG_INVALID',
  429: 'RATE_LIMITED',
};

const advice: Partial<Record<PromptErrorCode, string>> = {
  AUTH_FAILED: 'check the credentials',
  FORBIDDEN: 'the credentials may not read it',
  NOT_FOUND: 'nothing is there, or the credentials may not see it',
  RATE_LIMITED: 'the source asks to be left alone for a while',
};

/**
 * The error that an answer's status means (RFC 9110).
 * @param about `what` was asked, such as `GET https://host/path`: no query, no secrets.
 */
export function errorFromResponse(
  { status, headers }: { readonly status: number; readonly headers: Headers },
  { provider, what }: { readonly provider: string; readonly what: string },
): PromptError {
  const retryAfter = retryAfterSeconds(headers);
  const isLimited = status === 403 && (retryAfter !== undefined || headers.get('x-ratelimit-remaining') === '0');
  const code = isLimited ? 'RATE_LIMITED' : (codes[status] ?? 'UNAVAILABLE');
  const hint = advice[code];
  return new PromptError(code, `${what} answered ${status}${hint === undefined ? '' : `: ${hint}`}`, {
    provider,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}
