import { afterEach, expect, it, vi } from 'vitest';
import { adf, adfParagraph } from './test-support/documents.ts';
import { context, deployments, startProvider } from './test-support/start-provider.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Advances the time of the provider's own limits second by second; the requests go on meanwhile, in real time. */
async function settleWithin<Result>(seconds: number, start: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let isSettled = false;
  const running = start().finally(() => {
    isSettled = true;
  });
  running.catch(() => {});
  for (let second = 0; second < seconds && !isSettled; second += 1) {
    for (let turn = 0; turn < 300; turn += 1) await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(1000);
  }
  vi.useRealTimers();
  expect(isSettled).toBe(true);
  return running;
}

it.each(deployments)(
  'a page that hangs is a TIMEOUT of its own, within the time of one load (%s)',
  async (deployment) => {
    await using started = await startProvider({ deployment });
    const { fake, provider, config } = started;
    const body = deployment === 'cloud' ? adf(adfParagraph('Text.')) : '<p>Text.</p>';
    const ids = Array.from({ length: 40 }, (_, index) => 100 + index);
    for (const id of ids) fake.write(id, { body });
    // The library is imported before the clock stands still.
    await provider.load(config({ pageId: 100 }), context);
    fake.hang('117');
    const configs = ids.map((pageId) => config({ pageId }));
    const results = await settleWithin(110, () => provider.loadMany(configs, context));
    for (const [index, result] of results.entries()) {
      expect(result).toMatchObject(
        ids[index] === 117 ? { code: 'TIMEOUT', message: expect.stringContaining('page 117') } : { content: 'Text.' },
      );
    }
  },
);
