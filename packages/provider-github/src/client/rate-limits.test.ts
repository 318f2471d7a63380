import { expect, it } from 'vitest';
import { RateLimits } from './rate-limits.ts';

const date = 'Mon, 02 Mar 2026 10:00:00 GMT';
const reset = String(Date.parse(date) / 1000 + 300);

function headers(remaining: number, more: Record<string, string> = {}): Headers {
  return new Headers({
    date,
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': reset,
    ...more,
  });
}

function limitsAt() {
  const clock = { now: 1000 };
  return { clock, limits: new RateLimits(() => clock.now) };
}

it('tells the quota that the last answer told', () => {
  const { limits } = limitsAt();
  expect(limits.quota).toBeUndefined();
  limits.observe(headers(4999), 'core');
  expect(limits.quota).toEqual({ limit: 5000, remaining: 4999, resetAt: Number(reset) * 1000 });
  limits.observe(headers(10), 'graphql');
  limits.observe(new Headers(), 'core');
  expect(limits.quota?.remaining).toBe(4999);
});

it('refuses without a call from the moment the quota is used up until it is full again, by GitHub’s clock', () => {
  const { clock, limits } = limitsAt();
  limits.observe(headers(0), 'core');
  const refused = expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: 300 });
  expect(() => limits.ensureOpen('core')).toThrow(refused);
  expect(() => limits.ensureOpen('graphql')).not.toThrow();
  clock.now += 299_500;
  expect(() => limits.ensureOpen('core')).toThrow(expect.objectContaining({ retryAfter: 1 }));
  clock.now += 500;
  expect(() => limits.ensureOpen('core')).not.toThrow();
});

it.each([
  ['a used-up quota', 403, headers(0), '', 300],
  ['a secondary limit that says how long', 403, headers(4000, { 'retry-after': '120' }), '', 120],
  ['one that answers 429', 429, headers(4000, { 'retry-after': '30' }), '', 30],
  ['one that only says what it is', 403, headers(4000), 'You have exceeded a secondary rate limit.', 60],
  ['a 429 without a word', 429, new Headers(), '', 60],
] as const)('knows %s', (_, status, given, message, retryAfter) => {
  const { limits } = limitsAt();
  expect(limits.hit(status, given, message, 'core')).toMatchObject({ code: 'RATE_LIMITED', retryAfter });
  expect(() => limits.ensureOpen('core')).toThrow(/left alone/);
});

it('takes a missing permission for no limit', () => {
  const { limits } = limitsAt();
  expect(limits.hit(403, headers(4000), 'Resource not accessible by integration', 'core')).toBeUndefined();
  expect(limits.hit(404, headers(4000), '', 'core')).toBeUndefined();
  expect(() => limits.ensureOpen('core')).not.toThrow();
});
