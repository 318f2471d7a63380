import { setTimeout as sleep } from 'node:timers/promises';
import { PromptError } from '@prompts/core';
import { breakProvider, loadWith, naiveProvider } from '../test-support/break-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { abortChecks } from './abort.ts';

const tooLate = [
  'rejects too late after an abort',
  breakProvider(({ load }) => ({
    load: (config, context) => {
      const late = new AbortController();
      context.signal.addEventListener('abort', () => setTimeout(() => late.abort(), 1500));
      return load(config, { ...context, signal: late.signal });
    },
  })),
  /must reject within 1000 ms after context\.signal is aborted, but it took \d+ ms/,
] as const;

const reportsAnOutage = [
  'reports an abort as an outage',
  breakProvider(({ load }) => ({
    load: (config, context) =>
      load(config, context).catch(() => {
        throw new PromptError('UNAVAILABLE', 'down');
      }),
  })),
  /must reject with context\.signal\.reason or a PromptError of code TIMEOUT/,
] as const;

testThatChecksCanFail(abortChecks, {
  'abort-before': [
    ['ignores the signal', naiveProvider, /already aborted, but it resolved/],
    [
      'sends a request, then rejects',
      loadWith(async ({ url }, { signal }) => {
        await fetch(url);
        throw signal.reason;
      }),
      /must send no request if .* already aborted, but it sent 1/,
    ],
  ],
  hang: [
    tooLate,
    reportsAnOutage,
    [
      'sends no request',
      loadWith(async (_, { signal }) => {
        await sleep(10_000, undefined, { signal });
        return { content: 'x' };
      }),
      /must send a request, but none arrived/,
    ],
  ],
  'hang-body': [tooLate, reportsAnOutage],
  drip: [tooLate, reportsAnOutage],
  'abort-one': [
    [
      'shares the signal of the first load',
      breakProvider(({ load }) => {
        let signal: AbortSignal | undefined;
        return {
          load: (config, context) => {
            signal ??= context.signal;
            return load(config, { ...context, signal });
          },
        };
      }),
      /the others must still return their text, but the load of 'a' rejected with: AbortError/,
    ],
  ],
  timeout: [['invents a text', loadWith(async () => ({ content: 'x' })), /timeout of 0\.2 s.*but it resolved/]],
});
