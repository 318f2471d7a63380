import { expect, it } from 'vitest';
import { errorFromResponse } from './error-from-response.ts';

const about = { provider: 'acme', what: 'GET https://prompts.example/a' };
const errorOf = (status: number, headers: Record<string, string> = {}) =>
  errorFromResponse({ status, headers: new Headers(headers) }, about);

it.each([
  [400, 'CONFIG_INVALID', false],
  [401, 'AUTH_FAILED', false],
  [403, 'FORBIDDEN', false],
  [404, 'NOT_FOUND', false],
  [408, 'TIMEOUT', true],
  [409, 'CONFLICT', false],
  [410, 'NOT_FOUND', false],
  [412, 'CONFLICT', false],
  [418, 'UNAVAILABLE', true],
  [422, 'CONFIG_INVALID', false],
  [429, 'RATE_LIMITED', true],
  [500, 'UNAVAILABLE', true],
  [502, 'UNAVAILABLE', true],
  [503, 'UNAVAILABLE', true],
  [504, 'UNAVAILABLE', true],
])('%i is %s', (status, code, retryable) => {
  const error = errorOf(status);
  expect(error).toMatchObject({ code, retryable, provider: 'acme' });
  expect(error.message).toContain(`${about.what} returned ${status}`);
  expect(error).not.toHaveProperty('retryAfter');
});

it('has the seconds of Retry-After', () => {
  expect(errorOf(503, { 'retry-after': '9' })).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 9 });
  expect(errorOf(429, { 'retry-after': 'soon' })).not.toHaveProperty('retryAfter');
});

it('distinguishes a rate limit from a refusal', () => {
  expect(errorOf(403, { 'retry-after': '60' })).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
  expect(errorOf(403, { 'x-ratelimit-remaining': '0' }).code).toBe('RATE_LIMITED');
  expect(errorOf(403, { 'x-ratelimit-remaining': '12' }).code).toBe('FORBIDDEN');
});
