import { setTimeout as wait } from 'node:timers/promises';
import { PromptError } from '@prompts/core';
import { broken, loading, naive } from '../test-support/broken-provider.ts';
import { provesThatEachCanFail } from '../test-support/proves.ts';
import { abortChecks } from './abort.ts';

const deaf = [
  'hears the signal too late',
  broken(({ load }) => ({
    load: (config, context) => load(config, { ...context, signal: AbortSignal.timeout(1500) }),
  })),
  /must reject at once when context\.signal is aborted, but took \d+ ms/,
] as const;

const takesItForAnOutage = [
  'takes an abort for an outage',
  broken(({ load }) => ({
    load: (config, context) =>
      load(config, context).catch(() => {
        throw new PromptError('UNAVAILABLE', 'down');
      }),
  })),
  /must reject with TIMEOUT or with signal\.reason itself/,
] as const;

provesThatEachCanFail(abortChecks, {
  'abort-before': [
    ['asks all the same', naive, /aborted already, but it resolved/],
    [
      'asks, then rejects',
      loading(async ({ url }, { signal }) => {
        await fetch(url);
        throw signal.reason;
      }),
      /must not ask the source, but asked it 1 time/,
    ],
  ],
  hang: [
    deaf,
    takesItForAnOutage,
    [
      'asks nothing',
      loading(async (_, { signal }) => {
        await wait(10_000, undefined, { signal });
        return { content: 'x' };
      }),
      /no request arrived/,
    ],
  ],
  'hang-body': [deaf, takesItForAnOutage],
  drip: [deaf, takesItForAnOutage],
  timeout: [['makes up a text', loading(async () => ({ content: 'x' })), /waits 0\.2 seconds.*but it resolved/]],
});
