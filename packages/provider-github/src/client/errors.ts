import { PromptError } from '@prompts/core';
import { errorFromResponse } from '@prompts/provider-kit';
import { githubError } from '../github-error.ts';
import { describeRefusal } from './describe-refusal.ts';
import type { RequestFailure } from './request-failure.ts';

/**
 * Converts a response with a failure status. Rate limits are detected elsewhere.
 * @param what What was requested, such as `'a.md' in company/ai-prompts`.
 */
export function errorFromFailure(failure: RequestFailure, what: string): PromptError {
  const { status, headers, message } = failure;
  const words = message === '' ? '' : ` (${message})`;
  const createError = (code: 'AUTH_FAILED' | 'FORBIDDEN' | 'NOT_FOUND', reason: string) =>
    githubError(code, `GitHub returned ${status} for ${what}: ${reason}`);
  if (status === 401) return createError('AUTH_FAILED', `the token is invalid, expired or revoked${words}`);
  if (status === 403 || status === 451) return createError('FORBIDDEN', describeRefusal(failure));
  if (status === 404) {
    return createError(
      'NOT_FOUND',
      `no such repository, branch or file, or the token can't access it (GitHub doesn't say which): check the config, then the token${/^(Not Found)?$/i.test(message) ? '' : words}`,
    );
  }
  if (status === 409 && /empty/i.test(message))
    return createError('NOT_FOUND', 'the repository is empty: commit a file');
  if (status === 422 && /no commit/i.test(message))
    return createError('NOT_FOUND', 'no such branch, tag or commit: check branch, ref and version');
  const {
    code,
    message: text,
    retryAfter,
  } = errorFromResponse({ status, headers }, { provider: 'github', what: `the request for ${what}` });
  return githubError(code, text + words, retryAfter === undefined ? {} : { retryAfter });
}

/** Converts the error of a request that got no response: to the error of the guarded fetch, else to one with a system error's code. */
export function errorFromNetwork(thrown: unknown): PromptError {
  let current = thrown;
  for (let depth = 0; depth < 5 && current !== undefined && current !== null; depth += 1) {
    if (PromptError.isInstance(current)) return current;
    current = (current as { cause?: unknown }).cause;
  }
  const code = (thrown as { cause?: { code?: unknown } } | undefined)?.cause?.code;
  const reason = typeof code === 'string' ? code : 'the request failed';
  return githubError('UNAVAILABLE', `GitHub did not respond: ${reason}`);
}

/** Creates the error for a response that GitHub would not send. */
export function invalidResponse(fault: string): PromptError {
  return githubError('CONTENT_INVALID', `the response from GitHub's API ${fault}`);
}
