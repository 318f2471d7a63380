import { PromptError } from '@prompts/core';
import { failWith, loadWith, mapTemplates, naiveProvider } from '../test-support/break-provider.ts';
import { sampleProvider } from '../test-support/sample-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { faultChecks } from './faults.ts';

const returnsErrorPages = ['returns error pages', naiveProvider, /answers \d+.*but it resolved/] as const;
const throwsErrorsOfFetch = [
  'throws the errors of fetch',
  naiveProvider,
  /another error: TypeError.*Map every error/,
] as const;

testThatChecksCanFail(faultChecks, {
  'status-401': [returnsErrorPages],
  'status-403': [returnsErrorPages],
  'status-404': [returnsErrorPages],
  'status-500': [
    returnsErrorPages,
    [
      'quotes the body',
      loadWith(async ({ url, token }) => {
        const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
        throw new PromptError('UNAVAILABLE', `The source answered: ${await response.text()}`);
      }),
      /A secret appears in an error/,
    ],
  ],
  'status-503': [
    returnsErrorPages,
    ['rejects with TIMEOUT', failWith(() => new PromptError('TIMEOUT', 'slow')), /the code was TIMEOUT/],
  ],
  'rate-limited': [
    ['ignores Retry-After', failWith(({ code }) => new PromptError(code, 'slow down')), /retryAfter must be 120/],
    [
      'returns milliseconds',
      failWith(({ code }) => new PromptError(code, 'slow down', { retryAfter: 120_000 })),
      /but it was 120000/,
    ],
  ],
  'cut-body': [throwsErrorsOfFetch],
  'cut-chunked': [throwsErrorsOfFetch],
  reset: [throwsErrorsOfFetch],
  'wrong-length': [throwsErrorsOfFetch],
  malformed: [throwsErrorsOfFetch],
  'malformed-json': [
    ['returns a default', mapTemplates(() => ({ content: 'x' })), /truncated JSON.*but it resolved/],
    ['reads plain text', sampleProvider(), /skipped: the provider reads plain text/],
  ],
  'gzip-bomb': [['decodes all of it', naiveProvider, /decodes to 100 MB.*(but it resolved|still pending)/]],
  'redirect-loop': [throwsErrorsOfFetch],
  'redirect-away': [
    ['follows the redirect', naiveProvider, /but it resolved/],
    [
      'follows the redirect, then rejects',
      loadWith(async ({ url }) => {
        await fetch(url);
        throw new PromptError('FORBIDDEN', 'no');
      }),
      /must not follow a redirect/,
    ],
  ],
});
