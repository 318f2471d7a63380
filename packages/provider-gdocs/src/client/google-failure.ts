import { PromptError } from '@prompts/core';
import { isHeaders } from '@prompts/provider-kit';

/** A response of Google with a failure status. Contains no part of the request. */
export interface GoogleFailure {
  readonly status: number;
  readonly headers: Headers;
  /** Google's message for people. */
  readonly message: string;
  /** Google's codes, such as `userRateLimitExceeded` and `ACCESS_TOKEN_SCOPE_INSUFFICIENT`. */
  readonly reasons: readonly string[];
  /** Whether it came from the token endpoint, not from an API. */
  readonly isSignIn: boolean;
}

/** Finds the response in an error of the SDK. @returns undefined if there is none. */
export function findFailure(thrown: unknown): GoogleFailure | undefined {
  const { response } = Object(thrown) as {
    readonly response?: { status?: unknown; headers?: unknown; data?: unknown };
  };
  if (typeof response?.status !== 'number') return;
  const headers = isHeaders(response.headers) ? response.headers : new Headers();
  return { status: response.status, headers, ...parseBody(response.data) };
}

/** Finds the PromptError of the guarded fetch, or of a secret, in an error of the SDK. */
export function findPromptError(thrown: unknown): PromptError | undefined {
  let current = thrown;
  for (let depth = 0; depth < 5; depth += 1) {
    if (PromptError.isInstance(current)) return current;
    current = (Object(current) as { cause?: unknown }).cause;
  }
  return;
}

/** Parses the body of an API, `{ error: { message, errors, details } }`, or of the token endpoint, `{ error, error_description }`. */
function parseBody(data: unknown): Pick<GoogleFailure, 'message' | 'reasons' | 'isSignIn'> {
  const body = Object(typeof data === 'string' || data instanceof ArrayBuffer ? parseJson(data) : data) as Record<
    string,
    unknown
  >;
  const { error, error_description: description } = body;
  if (typeof error === 'string') return { message: textOf(description), reasons: [error], isSignIn: true };
  const { message, errors, details, status } = Object(error) as Record<string, unknown>;
  const listed = [errors, details].flatMap((list) => (Array.isArray(list) ? list : []));
  const reasons = listed.map((item) => (Object(item) as { reason?: unknown }).reason);
  return {
    message: textOf(message),
    reasons: [...reasons, status].filter((reason) => typeof reason === 'string'),
    isSignIn: false,
  };
}

function parseJson(data: string | ArrayBuffer): unknown {
  try {
    return JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data));
  } catch {
    return undefined;
  }
}

/** Google's access tokens and assertions, which core does not know to be secret. */
const tokens = /(?:ya29\.|eyJ)[\w.~+/=-]+/g;

/** Returns a message without secrets. A longer text may be the page of a proxy. */
function textOf(value: unknown): string {
  return typeof value === 'string' && value.length <= 500 ? value.trim().replace(tokens, '[secret]') : '';
}
