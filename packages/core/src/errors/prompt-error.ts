import type { PromptErrorCode } from './codes.ts';

const brand = Symbol.for('@prompts/core/PromptError');

/** The optional facts of a {@link PromptError}. */
export interface PromptErrorOptions {
  /** Whether trying again later may help. Default: true for `RATE_LIMITED`, `UNAVAILABLE`, `TIMEOUT` and `STORE_FAILED`. */
  readonly retryable?: boolean | undefined;
  /** How many seconds to wait before the next call, as the source requested (`Retry-After`). */
  readonly retryAfter?: number | undefined;
  /** The name of the provider that failed. */
  readonly provider?: string | undefined;
  /** The name of the entry that failed. */
  readonly prompt?: string | undefined;
  /** The error that caused this one. Must not contain request data. */
  readonly cause?: unknown;
  /** Every mistake in the configuration, for `CONFIG_INVALID`, or in variables, for `CONTENT_INVALID`. */
  readonly issues?: readonly PromptIssue[] | undefined;
}

/** One mistake in a configuration or in variables: where it is and how to fix it. */
export interface PromptIssue {
  /** Dotted path into the options of `createPrompts`, such as `systemPrompts.greeting.cache.ttl`, or into the variables. */
  readonly path: string;
  readonly message: string;
}

const retryableCodes: readonly PromptErrorCode[] = ['RATE_LIMITED', 'UNAVAILABLE', 'TIMEOUT', 'STORE_FAILED'];

/**
 * The only error class of @prompts. `code` is a public contract; the message is for people and may change.
 * Use {@link PromptError.isInstance} instead of `instanceof`: it works across copies of this package.
 * @example
 * ```ts
 * if (PromptError.isInstance(error) && error.code === 'VARIABLE_MISSING') askUserFor(error.message);
 * throw new PromptError('NOT_FOUND', `the page '${id}' does not exist`);
 * ```
 */
export class PromptError extends Error {
  override readonly name = 'PromptError';
  readonly code: PromptErrorCode;
  readonly retryable: boolean;
  declare readonly retryAfter?: number;
  declare readonly provider?: string;
  declare readonly prompt?: string;
  declare readonly issues?: readonly PromptIssue[];

  constructor(code: PromptErrorCode, message: string, options: PromptErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryable = options.retryable ?? retryableCodes.includes(code);
    const { retryAfter = -1, provider, prompt, issues } = options;
    // A value that is not a duration would turn the back-off off, or never end it.
    if (Number.isFinite(retryAfter) && retryAfter >= 0) this.retryAfter = retryAfter;
    if (provider !== undefined) this.provider = provider;
    if (prompt !== undefined) this.prompt = prompt;
    if (issues !== undefined) this.issues = issues;
  }

  get [brand](): true {
    return true;
  }

  /** Includes the message, which JSON would omit. */
  toJSON(): object {
    return { ...this, message: this.message };
  }

  /** Returns whether `value` is a PromptError, even one of another copy of this package. */
  static isInstance(value: unknown): value is PromptError {
    try {
      return (value as { [brand]?: unknown } | null | undefined)?.[brand] === true;
    } catch {
      // A proxy may throw.
      return false;
    }
  }
}
