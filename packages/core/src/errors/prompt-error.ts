import type { PromptErrorCode } from './codes.ts';

const brand = Symbol.for('@prompts/core/PromptError');

/** What can be said about a {@link PromptError} beside its code and message. */
export interface PromptErrorOptions {
  /** Whether trying again later may help. Default: what is usual for the code. */
  readonly retryable?: boolean | undefined;
  /** Seconds the source asked to be left alone (`Retry-After`). */
  readonly retryAfter?: number | undefined;
  /** Name of the provider that failed. */
  readonly provider?: string | undefined;
  /** Name of the entry that failed. */
  readonly prompt?: string | undefined;
  /** The error behind this one. Must hold no request data. */
  readonly cause?: unknown;
  /** Every mistake found, for `CONFIG_INVALID`. */
  readonly issues?: readonly PromptIssue[] | undefined;
}

/** One mistake in a configuration: where it stands and how to mend it. */
export interface PromptIssue {
  /** Dotted path into the options of `createPrompts`, such as `systemPrompts.greeting.cache.ttl`. */
  readonly path: string;
  readonly message: string;
}

const retryableCodes: readonly PromptErrorCode[] = ['RATE_LIMITED', 'UNAVAILABLE', 'TIMEOUT', 'STORE_FAILED'];

/**
 * The one error class of @prompts. `code` is a public contract, the message is for people and may change.
 * Use {@link PromptError.isInstance} instead of `instanceof`: it is true across copies of this package.
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
    // A wait that is no length of time would switch the back-off off, or never end.
    if (Number.isFinite(retryAfter) && retryAfter >= 0) this.retryAfter = retryAfter;
    if (provider !== undefined) this.provider = provider;
    if (prompt !== undefined) this.prompt = prompt;
    if (issues !== undefined) this.issues = issues;
  }

  get [brand](): true {
    return true;
  }

  /** With the message, which JSON would leave out. */
  toJSON(): object {
    return { ...this, message: this.message };
  }

  /** @returns true for every PromptError, also one made by another copy of this package. */
  static isInstance(value: unknown): value is PromptError {
    return (value as { [brand]?: unknown } | null | undefined)?.[brand] === true;
  }
}
