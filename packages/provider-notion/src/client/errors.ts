import { PromptError } from '@prompts/core';
import { isHeaders, retryAfterSeconds } from '@prompts/provider-kit';
import { notionError } from '../notion-error.ts';
import { rateLimited } from './request-budget.ts';

/** The fields that are used of the SDK's errors, which contain the body of the response. */
interface SdkError {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly headers?: unknown;
}

/** In UTF-16 code units. */
const maxMessageLength = 300;

/** Notion's tokens. If a server quotes one, it must not appear in a message. */
const anyToken = /\b(?:secret_|ntn_)\w+/g;

/**
 * Converts what the SDK throws.
 * @param what What was requested: `page 2f1c…`.
 * @param token The token of the request.
 */
export function toPromptError(thrown: unknown, what: string, token = ''): PromptError {
  if (PromptError.isInstance(thrown)) return thrown;
  const { status, headers, code, message } = (thrown ?? {}) as SdkError;
  if (thrown instanceof SyntaxError) {
    return notionError(
      'CONTENT_INVALID',
      `the response for ${what} is not JSON: it may come from a proxy or a login page`,
    );
  }
  if (typeof status !== 'number') {
    return notionError(
      'UNAVAILABLE',
      `the request for ${what} failed: the connection broke, or Notion did not respond`,
    );
  }
  const retryAfter = isHeaders(headers) ? retryAfterSeconds(headers) : undefined;
  const words =
    typeof message === 'string' && typeof code === 'string' && !/^notionhq_/.test(code)
      ? toOneLine(message, token)
      : '';
  const quoted = words === '' ? '' : `: ${words}`;
  if (status === 429 || status === 529) return rateLimited(retryAfter);
  if (status === 401)
    return notionError(
      'AUTH_FAILED',
      `Notion rejected the token${quoted}. Copy it again from the integration's settings`,
    );
  if (status === 403) {
    return notionError(
      'FORBIDDEN',
      `the integration may not read ${what}${quoted}. Give it the capability 'Read content' in its settings`,
    );
  }
  if (status === 404) return notFound(what);
  if (status === 400 && code !== undefined) {
    if (code === 'invalid_request_url') return unknownEndpoint(what);
    return notionError('CONFIG_INVALID', `Notion refused the request for ${what}${quoted}`);
  }
  return notionError('UNAVAILABLE', `Notion returned ${status} for ${what}${quoted}`, { retryAfter });
}

const unknownEndpoints = new WeakSet<PromptError>();

function unknownEndpoint(what: string): PromptError {
  const error = notionError('CONFIG_INVALID', `the server does not have the endpoint for ${what}: check baseUrl`);
  unknownEndpoints.add(error);
  return error;
}

/** Returns whether a request failed because the server does not have its endpoint. */
export function isUnknownEndpoint(error: unknown): boolean {
  return unknownEndpoints.has(error as PromptError);
}

/** Notion's 404 does not say whether something exists. */
function notFound(what: string): PromptError {
  const advice = "open it in Notion and add the integration under '•••' → 'Connections'";
  return notionError('NOT_FOUND', `${what} does not exist, or is not shared with the integration: ${advice}`);
}

export function invalidResponse(what: string, fault: string): PromptError {
  return notionError('CONTENT_INVALID', `the response for ${what} ${fault}: it may come from a proxy`);
}

function toOneLine(message: string, token: string): string {
  const line = (token === '' ? message : message.replaceAll(token, '[secret]'))
    .replace(anyToken, '[secret]')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/[.:]$/, '');
  return line.length > maxMessageLength ? `${line.slice(0, maxMessageLength)}…` : line;
}
