import { PromptError } from '@prompts/core';
import { errorFromResponse } from '@prompts/provider-kit';

/** What octokit's `RequestError` is documented to hold, of which nothing but this is read: it carries the request, token included. */
export interface RequestFailure {
  readonly status: number;
  readonly headers: Headers;
  /** GitHub's own words. Only matched against, never passed on. */
  readonly message: string;
  /** Method and path. */
  readonly what: string;
}

/** @returns undefined where the request failed without an answer. */
export function failureOf(thrown: unknown): RequestFailure | undefined {
  const { response, request } = (thrown ?? {}) as {
    response?: { status: number; url: string; headers: object; data?: { message?: unknown } };
    request?: { method?: string };
  };
  if (response === undefined) return undefined;
  const headers = toHeaders(response);
  const path = URL.canParse(response.url) ? new URL(response.url).pathname : 'the API';
  const message = typeof response.data?.message === 'string' ? response.data.message : '';
  return { status: response.status, headers, message, what: `${request?.method ?? 'GET'} ${path}` };
}

/** Octokit gives headers as a plain object. */
export function toHeaders({ headers }: { readonly headers: object }): Headers {
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  return new Headers(given.map(([name, value]): [string, string] => [name, String(value)]));
}

/** Maps an answer that is a failure, other than a rate limit. */
export function errorFromFailure({ status, headers, message, what }: RequestFailure): PromptError {
  const fail = (code: 'AUTH_FAILED' | 'FORBIDDEN' | 'NOT_FOUND', text: string) =>
    new PromptError(code, `${what} answered ${status}: ${text}`, { provider: 'github' });
  if (status === 401) return fail('AUTH_FAILED', 'the token is wrong, expired or revoked');
  if (status === 403 && headers.has('x-github-sso')) {
    return fail(
      'FORBIDDEN',
      "the organisation wants the token authorised for its single sign-on: do that in the token's settings",
    );
  }
  if (status === 403) {
    const needed = headers.get('x-accepted-github-permissions') ?? 'contents=read';
    return fail('FORBIDDEN', `the token lacks a permission: it needs ${needed}`);
  }
  if (status === 404) {
    return fail(
      'NOT_FOUND',
      "there is no such repository, branch or file, or the token may not see it (GitHub doesn't say which)",
    );
  }
  if (status === 409 && /empty/i.test(message)) return fail('NOT_FOUND', 'the repository is empty');
  if (status === 422 && /no commit/i.test(message)) return fail('NOT_FOUND', 'there is no such branch, tag or commit');
  return errorFromResponse({ status, headers }, { provider: 'github', what });
}

/** Maps a request that got no answer: what our own fetch said, or no more than a system error's name. */
export function networkError(thrown: unknown): PromptError {
  let current = thrown;
  for (let depth = 0; depth < 5 && current !== undefined && current !== null; depth += 1) {
    if (PromptError.isInstance(current)) return current;
    current = (current as { cause?: unknown }).cause;
  }
  const code = (thrown as { cause?: { code?: unknown } } | undefined)?.cause?.code;
  const reason = typeof code === 'string' ? code : 'the request failed';
  return new PromptError('UNAVAILABLE', `GitHub could not be asked: ${reason}`, { provider: 'github' });
}

/** For an answer that GitHub would not give. */
export function invalidResponse(fault: string): PromptError {
  return new PromptError('CONTENT_INVALID', `the answer of GitHub's API ${fault}`, { provider: 'github' });
}
