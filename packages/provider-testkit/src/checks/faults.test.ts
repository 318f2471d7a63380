import { PromptError } from '@prompts/core';
import { failing, loading, naive } from '../test-support/broken-provider.ts';
import { provesThatEachCanFail } from '../test-support/proves.ts';
import { sampleProvider } from '../test-support/sample-provider.ts';
import { faultChecks } from './faults.ts';

const readsErrorPages = ['reads error pages', naive, /answers \d+.*but it resolved/] as const;
const throwsAsFetchDoes = ['throws as fetch does', naive, /another error: TypeError.*Map it/] as const;

provesThatEachCanFail(faultChecks, {
  'status-401': [readsErrorPages],
  'status-403': [readsErrorPages],
  'status-404': [readsErrorPages],
  'status-500': [readsErrorPages],
  'status-503': [
    readsErrorPages,
    ['says TIMEOUT', failing(() => new PromptError('TIMEOUT', 'slow')), /the code was TIMEOUT/],
  ],
  'rate-limited': [
    ['forgets Retry-After', failing(({ code }) => new PromptError(code, 'slow down')), /must carry retryAfter 120/],
    [
      'takes seconds for milliseconds',
      failing(({ code }) => new PromptError(code, 'slow down', { retryAfter: 120_000 })),
      /but has 120000/,
    ],
  ],
  'cut-body': [throwsAsFetchDoes],
  'cut-chunked': [throwsAsFetchDoes],
  reset: [throwsAsFetchDoes],
  'wrong-length': [throwsAsFetchDoes],
  malformed: [throwsAsFetchDoes],
  'malformed-json': [['takes any text', sampleProvider(), /JSON that breaks off.*but it resolved/]],
  'gzip-bomb': [['decodes all of it', naive, /decode to 100 MB.*but it resolved/]],
  'redirect-loop': [throwsAsFetchDoes],
  'redirect-away': [
    ['follows', naive, /but it resolved/],
    [
      'follows, then refuses',
      loading(async ({ url }) => {
        await fetch(url);
        throw new PromptError('FORBIDDEN', 'no');
      }),
      /followed a redirect/,
    ],
  ],
});
