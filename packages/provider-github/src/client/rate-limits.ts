import { PromptError, type SourceQuota } from '@prompts/core';
import { retryAfterSeconds } from '@prompts/provider-kit';

/** GitHub counts REST and GraphQL requests apart. */
export type Resource = 'core' | 'graphql';

/** Seconds to wait after a secondary limit that doesn't say for how long: "at least one minute", says GitHub. */
const unsaidWait = 60;

/** Quotas are by the hour; what asks for more than a day is a mistake. */
const longestWait = 24 * 60 * 60;

/**
 * What GitHub said of the limits of one access, and until when it wants to be left alone. Whoever asks before that is
 * refused here, without a call: GitHub bans clients that go on asking.
 * Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export class RateLimits {
  readonly #now: () => number;
  readonly #closedUntil = new Map<Resource, number>();
  #quota: SourceQuota | undefined;

  /** @param now monotonic milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** What is left of the REST quota, as the last answer told. */
  get quota(): SourceQuota | undefined {
    return this.#quota;
  }

  /** @throws `RATE_LIMITED` with the seconds that are left to wait. */
  ensureOpen(resource: Resource): void {
    const milliseconds = (this.#closedUntil.get(resource) ?? 0) - this.#now();
    if (milliseconds <= 0) return;
    throw limited(Math.ceil(milliseconds / 1000));
  }

  /** Takes note of the headers of any answer. */
  observe(headers: Headers, asked: Resource): void {
    const [limit, remaining, reset] = [told('limit', headers), told('remaining', headers), told('reset', headers)];
    if (Number.isNaN(limit + remaining + reset)) return;
    if (asked === 'core') this.#quota = { limit, remaining, resetAt: reset * 1000 };
    if (remaining === 0) this.#close(asked, secondsUntil(reset, headers));
  }

  /** @returns the error for an answer that says a limit was hit; undefined for any other. */
  hit(status: number, headers: Headers, message: string, asked: Resource): PromptError | undefined {
    const retryAfter = retryAfterSeconds(headers);
    const isPrimary = told('remaining', headers) === 0;
    const isLimit =
      status === 429 || (status === 403 && (retryAfter !== undefined || isPrimary || /rate limit/i.test(message)));
    if (!isLimit) return undefined;
    const reset = told('reset', headers);
    const seconds = retryAfter ?? (isPrimary && !Number.isNaN(reset) ? secondsUntil(reset, headers) : unsaidWait);
    // A secondary limit is about the client as a whole.
    for (const resource of isPrimary ? [asked] : (['core', 'graphql'] as const)) this.#close(resource, seconds);
    return limited(seconds);
  }

  #close(resource: Resource, seconds: number): void {
    this.#closedUntil.set(resource, this.#now() + seconds * 1000);
  }
}

/** NaN where the answer doesn't say. */
function told(name: 'limit' | 'remaining' | 'reset', headers: Headers): number {
  return Number(headers.get(`x-ratelimit-${name}`) || Number.NaN);
}

function limited(retryAfter: number): PromptError {
  const message = `GitHub's rate limit is reached: it wants to be left alone for ${retryAfter} s. A token has a higher limit than none, a GitHub App the highest.`;
  return new PromptError('RATE_LIMITED', message, { provider: 'github', retryAfter });
}

/** By GitHub's own clock, where it tells the time: this machine's may be wrong. */
function secondsUntil(resetEpochSeconds: number, headers: Headers): number {
  const told = Date.parse(headers.get('date') ?? '');
  const now = Number.isNaN(told) ? Date.now() : told;
  return Math.min(longestWait, Math.max(1, Math.ceil(resetEpochSeconds - now / 1000)));
}
