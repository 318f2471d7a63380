import type { PromptError } from '@prompts/core';
import { errorFromResponse } from '@prompts/provider-kit';
import { confluenceError } from '../confluence-error.ts';

/** A response with a failure status. */
export interface HttpFailure {
  readonly status: number;
  readonly headers: Headers;
  /** The text of the response. It is searched for known phrases, and never quoted. */
  readonly body: string;
}

/**
 * Converts a response with a failure status to an error.
 * @param what What was requested, such as `page 456`.
 */
export function errorFromFailure({ status, headers, body }: HttpFailure, what: string): PromptError {
  if (status === 401 && /scope does not match/i.test(body)) {
    return confluenceError(
      'FORBIDDEN',
      `Confluence returned 401 for ${what}: the token lacks a scope. Grant read:page:confluence, and read:space:confluence and read:label:confluence for collections`,
    );
  }
  if (status === 401) {
    return confluenceError(
      'AUTH_FAILED',
      `Confluence returned 401 for ${what}: the token is invalid, expired or revoked, or belongs to another account`,
    );
  }
  const isLimited = status === 403 && (/rate limit/i.test(body) || headers.has('retry-after'));
  if (status === 403 && !isLimited) {
    const isHtml = /^\s*</.test(body) && /html/i.test(headers.get('content-type') ?? '');
    return confluenceError(
      'FORBIDDEN',
      `Confluence returned 403 for ${what}: ${isHtml ? 'the response is a web page, perhaps from a proxy or a login form' : 'the account may not view it, or may not use the API'}`,
    );
  }
  if (status === 404) return notFound(what);
  const error = errorFromResponse(
    { status: isLimited ? 429 : status, headers },
    { provider: 'confluence', what: `the request for ${what}` },
  );
  return confluenceError(
    error.code,
    error.message,
    error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter },
  );
}

/** Creates the error for something that Confluence doesn't return. */
export function notFound(what: string): PromptError {
  return confluenceError(
    'NOT_FOUND',
    `${what} does not exist, is in the trash or a draft, or the account may not view it (Confluence doesn't say which)`,
  );
}

/**
 * Creates the error for an id that belongs to other content.
 * @param kind The type of the content in Confluence's terms, such as `whiteboard`.
 */
export function notAPage(id: string, kind: string): PromptError {
  return confluenceError(
    'CONFIG_INVALID',
    `content ${id} is of the type ${kind.slice(0, 40)}, not a page: use the id of a page`,
  );
}

/** Creates the error for a response that Confluence would not send. */
export function invalidResponse(what: string, fault: string): PromptError {
  return confluenceError('CONTENT_INVALID', `the response for ${what} ${fault}: check baseUrl and deployment`);
}
