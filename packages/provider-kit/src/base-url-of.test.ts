import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { baseUrlOf } from './base-url-of.ts';

it.each([
  ['prompts.example', 'https://prompts.example/'],
  ['prompts.example:8443/wiki', 'https://prompts.example:8443/wiki/'],
  ['https://prompts.example/a/b/', 'https://prompts.example/a/b/'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
  ['localhost:8080', 'https://localhost:8080/'],
  ['HTTPS://Prompts.Example', 'https://prompts.example/'],
])('%s is parsed as %s', (written, url) => {
  expect(baseUrlOf(written, 'acme').href).toBe(url);
});

const password = randomBytes(8).toString('hex');

it.each([
  ['', 'is malformed'],
  ['https://', 'is malformed'],
  ['two words', 'is malformed'],
  ['ftp://prompts.example', 'uses ftp:, which is not supported'],
  ['file:///etc/prompts', 'uses file:, which is not supported'],
  ['ws://prompts.example', 'uses ws:, which is not supported'],
  [`https://ada:${password}@prompts.example`, 'contains credentials'],
  [`prompts.example?key=${password}`, 'has a query or a fragment'],
  ['prompts.example/#top', 'has a query or a fragment'],
])('%s is rejected because it %s', (written, fault) => {
  expect(() => baseUrlOf(written, 'acme')).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      provider: 'acme',
      message: `baseUrl ${fault}: write https://host/path`,
    }),
  );
});
