import { describe, expect, it } from 'vitest';
import { RateLimits } from './rate-limits.ts';

const date = 'Mon, 02 Mar 2026 10:00:00 GMT';
const reset = String(Date.parse(date) / 1000 + 300);

function createHeaders(remaining: number, more: Record<string, string> = {}): Headers {
  return new Headers({
    date,
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': reset,
    ...more,
  });
}

function createLimits() {
  const clock = { now: 1000 };
  return { clock, limits: new RateLimits(() => clock.now) };
}

describe('rate limits', () => {
  it('report the quota of the last response', () => {
    const { limits } = createLimits();
    expect(limits.quota).toBeUndefined();
    limits.record(createHeaders(4999), 'core');
    expect(limits.quota).toEqual({ limit: 5000, remaining: 4999, resetAt: Number(reset) * 1000 });
    limits.record(createHeaders(10), 'graphql');
    limits.record(new Headers(), 'core');
    expect(limits.quota?.remaining).toBe(4999);
  });

  it('refuse requests from the moment the quota is used up until it is reset, by GitHub’s clock', () => {
    const { clock, limits } = createLimits();
    limits.record(createHeaders(0), 'core');
    const rateLimited = expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: 300 });
    expect(() => limits.assertAllowed('core')).toThrow(rateLimited);
    expect(() => limits.assertAllowed('graphql')).not.toThrow();
    clock.now += 299_500;
    expect(() => limits.assertAllowed('core')).toThrow(expect.objectContaining({ retryAfter: 1 }));
    clock.now += 500;
    expect(() => limits.assertAllowed('core')).not.toThrow();
  });

  it.each([
    ['a quota that is used up', 403, createHeaders(0), '', 300],
    ['a secondary limit with a wait', 403, createHeaders(4000, { 'retry-after': '120' }), '', 120],
    ['a secondary limit with status 429', 429, createHeaders(4000, { 'retry-after': '30' }), '', 30],
    ['a secondary limit without a wait', 403, createHeaders(4000), 'You have exceeded a secondary rate limit.', 60],
    ['a 429 without headers or message', 429, new Headers(), '', 60],
  ] as const)('detect %s', (_, status, headers, message, retryAfter) => {
    const { limits } = createLimits();
    expect(limits.detect({ status, headers, message }, 'core')).toMatchObject({ code: 'RATE_LIMITED', retryAfter });
    expect(() => limits.assertAllowed('core')).toThrow(/rate limit is exceeded/);
  });

  it('do not take a missing permission for a limit', () => {
    const { limits } = createLimits();
    const headers = createHeaders(4000);
    expect(
      limits.detect({ status: 403, headers, message: 'Resource not accessible by integration' }, 'core'),
    ).toBeUndefined();
    expect(limits.detect({ status: 404, headers, message: '' }, 'core')).toBeUndefined();
    expect(() => limits.assertAllowed('core')).not.toThrow();
  });
});
