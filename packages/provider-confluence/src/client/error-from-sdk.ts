import type { PromptError } from '@prompts/core';
import { confluenceError } from '../confluence-error.ts';
import { errorFromFailure, invalidResponse } from './http-failure.ts';

/**
 * Converts an error of confluence.js. Its message and body are not passed on: they may quote the request.
 * @param what What was requested, such as `page 456`.
 */
export function errorFromSdk(error: unknown, what: string): PromptError {
  const { name, status, body, retryAfterMs, code } = (error ?? {}) as Record<string, unknown>;
  if (typeof status === 'number') {
    const headers = new Headers();
    if (typeof retryAfterMs === 'number') headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
    return errorFromFailure(
      { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body ?? '') },
      what,
    );
  }
  if (name === 'SchemaMismatchError') return invalidResponse(what, 'does not have the format that the API describes');
  const reason = typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? code : 'the request failed';
  return confluenceError('UNAVAILABLE', `Confluence did not respond to the request for ${what}: ${reason}`);
}
