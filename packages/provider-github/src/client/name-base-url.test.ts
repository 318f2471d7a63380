import { PromptError } from '@prompts/core';
import { expect, it } from 'vitest';
import { nameBaseUrl } from './name-base-url.ts';

const error = new PromptError('RATE_LIMITED', 'Too fast', { provider: 'github', retryAfter: 7 });

it.each([
  [
    'https://acme.ghe.com/api/v3',
    "Too fast (check baseUrl 'https://acme.ghe.com/api/v3': the API is https://api.acme.ghe.com)",
  ],
  ['https://acme.ghe.com', "Too fast (check baseUrl 'https://acme.ghe.com': the API is https://api.acme.ghe.com)"],
])('names the API of a tenant of ghe.com for %s', (baseUrl, message) => {
  expect(nameBaseUrl(error, baseUrl, false)).toMatchObject({
    code: 'RATE_LIMITED',
    message,
    provider: 'github',
    retryAfter: 7,
  });
});

it.each(['https://api.acme.ghe.com', 'https://github.corp.example/api/v3'])(
  'names %s only if it may be the cause',
  (baseUrl) => {
    expect(nameBaseUrl(error, baseUrl, false)).toBe(error);
    expect(nameBaseUrl(error, baseUrl, true).message).toBe(`Too fast (check baseUrl '${baseUrl}')`);
  },
);

it('does not name the address of github.com', () => {
  expect(nameBaseUrl(error, 'https://api.github.com', true)).toBe(error);
});
