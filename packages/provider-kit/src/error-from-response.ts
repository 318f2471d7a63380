import { PromptError, type PromptErrorCode } from '@prompts/core';
import { retryAfterSeconds } from './retry-after-seconds.ts';

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
  FORBIDDEN: 'the credentials do not grant access',
  NOT_FOUND: 'it does not exist, or the credentials do not grant access',
  RATE_LIMITED: 'too many requests',
};

/**
 * Creates the error for an HTTP response that is not successful (RFC 9110). A `403` with `Retry-After` or
 * `X-RateLimit-Remaining: 0` counts as a rate limit; a status without a more specific code is `UNAVAILABLE`.
 * @param about `provider`: the provider's name. `what`: the request, such as `GET https://host/path`, without query and secrets.
 * @returns The error. Its `retryAfter` (seconds) is the response's `Retry-After`.
 */
export function errorFromResponse(
  { status, headers }: { readonly status: number; readonly headers: Headers },
  { provider, what }: { readonly provider: string; readonly what: string },
): PromptError {
  const retryAfter = retryAfterSeconds(headers);
  const isLimited = status === 403 && (retryAfter !== undefined || headers.get('x-ratelimit-remaining') === '0');
  const code = isLimited ? 'RATE_LIMITED' : (codes[status] ?? 'UNAVAILABLE');
  const hint = advice[code];
  return new PromptError(code, `${what} returned ${status}${hint === undefined ? '' : `: ${hint}`}`, {
    provider,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}
