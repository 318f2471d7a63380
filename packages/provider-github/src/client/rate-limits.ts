import type { PromptError, SourceQuota } from '@prompts/core';
import { retryAfterSeconds } from '@prompts/provider-kit';
import { githubError } from '../github-error.ts';
import type { RequestFailure } from './request-failure.ts';

/** GitHub counts REST requests (`core`) and GraphQL requests separately. */
export type Resource = 'core' | 'graphql';

/** The wait after a secondary limit that doesn't name one. GitHub's documentation asks for "at least one minute". */
const defaultWaitSeconds = 60;

/** Quotas are per hour: a reset that is more than a day away is a mistake. */
const maxWaitSeconds = 24 * 60 * 60;

/**
 * The rate limits of one access. While a limit is in force, requests are refused here and not sent: GitHub bans clients that
 * go on sending.
 * Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export class RateLimits {
  readonly #now: () => number;
  readonly #blockedUntilMs = new Map<Resource, number>();
  #quota: SourceQuota | undefined;

  /** @param now Returns the time in milliseconds of a monotonic clock. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The REST quota as the last response reported it. */
  get quota(): SourceQuota | undefined {
    return this.#quota;
  }

  /** @throws `RATE_LIMITED` with the seconds that are left to wait, if a limit is in force. */
  assertAllowed(resource: Resource): void {
    const remainingMs = (this.#blockedUntilMs.get(resource) ?? 0) - this.#now();
    if (remainingMs > 0) throw rateLimited(Math.ceil(remainingMs / 1000));
  }

  /** Records the quota that the headers of a response report. */
  record(headers: Headers, resource: Resource): void {
    const limit = parseLimitHeader('limit', headers);
    const remaining = parseLimitHeader('remaining', headers);
    const reset = parseLimitHeader('reset', headers);
    if (Number.isNaN(limit + remaining + reset)) return;
    if (resource === 'core') this.#quota = { limit, remaining, resetAt: reset * 1000 };
    if (remaining === 0) this.#block(resource, secondsUntil(reset, headers));
  }

  /**
   * Blocks further requests if a failure reports a rate limit.
   * @returns The error for the limit; undefined for any other failure.
   */
  detect(
    {
      status,
      headers,
      message,
      isHtml = false,
    }: Pick<RequestFailure, 'status' | 'headers' | 'message'> & Partial<Pick<RequestFailure, 'isHtml'>>,
    resource: Resource,
  ): PromptError | undefined {
    const retryAfter = retryAfterSeconds(headers);
    const isPrimary = parseLimitHeader('remaining', headers) === 0;
    // A web page as 403 is from a proxy or a firewall.
    const isLimit =
      status === 429 ||
      (status === 403 &&
        ((retryAfter !== undefined && !isHtml) || isPrimary || /rate limit|abuse detection/i.test(message)));
    if (!isLimit) return undefined;
    const reset = parseLimitHeader('reset', headers);
    const resetSeconds = isPrimary && !Number.isNaN(reset) ? secondsUntil(reset, headers) : defaultWaitSeconds;
    const waitSeconds = retryAfter ?? resetSeconds;
    // A secondary limit applies to the whole client.
    for (const blocked of isPrimary ? [resource] : (['core', 'graphql'] as const)) this.#block(blocked, waitSeconds);
    return rateLimited(waitSeconds);
  }

  #block(resource: Resource, seconds: number): void {
    this.#blockedUntilMs.set(resource, this.#now() + seconds * 1000);
  }
}

/** @returns The number in a header `x-ratelimit-…`; NaN if the header is absent. */
function parseLimitHeader(name: 'limit' | 'remaining' | 'reset', headers: Headers): number {
  return Number(headers.get(`x-ratelimit-${name}`) || Number.NaN);
}

function rateLimited(retryAfter: number): PromptError {
  const message = `GitHub's rate limit is exceeded: retry in ${retryAfter} s. The limit is higher with a token, and highest with a GitHub App.`;
  return githubError('RATE_LIMITED', message, { retryAfter });
}

/** Measures by GitHub's own clock if the response has a `date`: this machine's clock may be wrong. */
function secondsUntil(resetEpochSeconds: number, headers: Headers): number {
  const dateMs = Date.parse(headers.get('date') ?? '');
  const nowMs = Number.isNaN(dateMs) ? Date.now() : dateMs;
  return Math.min(maxWaitSeconds, Math.max(1, Math.ceil(resetEpochSeconds - nowMs / 1000)));
}
