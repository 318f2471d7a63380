import type { PromptError } from '@prompts/core';
import { errorFromResponse, retryAfterSeconds } from '@prompts/provider-kit';
import { gdocsError } from '../gdocs-error.ts';
import type { GoogleFailure } from './google-failure.ts';

const limits =
  /^(userRateLimitExceeded|rateLimitExceeded|sharingRateLimitExceeded|RESOURCE_EXHAUSTED|RATE_LIMIT_EXCEEDED)$/;
const dailyLimits = /^(dailyLimitExceeded|quotaExceeded)$/;

/** Returns whether the credentials are valid, but lack a scope. */
export function lacksScope({ status, reasons }: GoogleFailure): boolean {
  return (
    status === 403 &&
    reasons.some((reason) =>
      /^(ACCESS_TOKEN_SCOPE_INSUFFICIENT|insufficientPermissions|insufficientScopes)$/.test(reason),
    )
  );
}

/** Returns whether a rate limit or a quota of Google is exceeded. */
export function isLimit({ status, reasons }: GoogleFailure): boolean {
  return (
    (status === 403 || status === 429) && reasons.some((reason) => limits.test(reason) || dailyLimits.test(reason))
  );
}

/** Returns whether the API is not enabled in the project of the credentials. */
export function isDisabled({ status, reasons }: GoogleFailure): boolean {
  return status === 403 && reasons.some((reason) => /^(SERVICE_DISABLED|accessNotConfigured)$/.test(reason));
}

/**
 * Converts a response with a failure status to an error. The message may quote Google's message, but never the request.
 * @param what What was requested, such as `document 1AbC`.
 * @param scopes The scopes, one of which is needed.
 */
export function errorFromFailure(failure: GoogleFailure, what: string, scopes: string): PromptError {
  const { status, headers, message } = failure;
  const words = message === '' ? '' : ` (${message})`;
  const createError = (code: 'AUTH_FAILED' | 'FORBIDDEN' | 'NOT_FOUND', advice: string) =>
    gdocsError(code, `Google returned ${status} for ${what}: ${advice}${words}`);
  if (isLimit(failure)) {
    const text = `Google's rate limit is exceeded: ${what} was not read${words}`;
    return gdocsError('RATE_LIMITED', text, { retryAfter: retryAfterSeconds(headers) });
  }
  if (status === 401) return createError('AUTH_FAILED', 'the credentials are missing, invalid or expired');
  if (lacksScope(failure)) return createError('FORBIDDEN', `the credentials lack a scope: authorize ${scopes}`);
  if (isDisabled(failure))
    return createError(
      'FORBIDDEN',
      'enable the Google Docs API and the Google Drive API in the project of the credentials',
    );
  if (status === 403)
    return createError('FORBIDDEN', 'share it with the user or the service account of the credentials');
  if (status === 404) {
    return createError(
      'NOT_FOUND',
      'it does not exist, or is not shared with the user or the service account of the credentials',
    );
  }
  const {
    code,
    message: text,
    retryAfter,
  } = errorFromResponse({ status, headers }, { provider: 'gdocs', what: `the request for ${what}` });
  return gdocsError(code, text + words, { retryAfter });
}
