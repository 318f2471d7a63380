import { type Logger, PromptError, type PromptErrorCode } from '@prompts/core';

/** An error with the status, code and message of the answer. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The status of the errors that reads and `render` throw. All others mean that there is no text for now. */
const statuses: Partial<Record<PromptErrorCode, number>> = {
  PROMPT_UNKNOWN: 404,
  NOT_FOUND: 404,
  VARIABLE_MISSING: 422,
};

/** What is answered to an error. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers: Record<string, string>;
}

/** @param logger Receives what is neither an `HttpError` nor a `PromptError`: a fault of the server itself. */
export function toErrorAnswer(error: unknown, logger: Logger): ErrorAnswer {
  if (error instanceof HttpError) {
    const { status, code, message, headers } = error;
    return { status, code, message, headers };
  }
  if (PromptError.isInstance(error)) {
    const { code, message, retryAfter, provider } = error;
    // A hook refused the read. A source that refuses it is named.
    if (code === 'FORBIDDEN' && provider === undefined) return { status: 403, code, message, headers: {} };
    const headers: Record<string, string> =
      retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) };
    return { status: statuses[code] ?? 503, code, message, headers };
  }
  logger.error(`@prompts/server: a request failed: ${error instanceof Error ? error.message : 'unknown error'}`);
  return { status: 500, code: 'INTERNAL', message: 'the server failed: see its log', headers: {} };
}
