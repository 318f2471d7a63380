import type { SourceQuota } from '@prompts/core';

/**
 * Parses the rate limit that a response reports. Cloud sends the time of the reset, Data Center the interval after which it grants more
 * requests.
 * Source: https://developer.atlassian.com/cloud/confluence/rate-limiting/
 */
export function parseQuota(headers: Headers, nowEpochMs = Date.now()): SourceQuota | undefined {
  const number = (name: string) => Number(headers.get(`x-ratelimit-${name}`) ?? Number.NaN);
  const [limit, remaining] = [number('limit'), number('remaining')];
  const resetTime = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  const resetAt = Number.isNaN(resetTime) ? nowEpochMs + number('interval-seconds') * 1000 : resetTime;
  return Number.isNaN(limit + remaining + resetAt) ? undefined : { limit, remaining, resetAt };
}
