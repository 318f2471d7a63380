import { expect, vi } from 'vitest';

/** Enough for a request to a server in this process. */
const turnsPerSecond = 300;

/**
 * Advances the time of a provider's own limits second by second, until what was started has settled. Its requests go on
 * meanwhile, in real time.
 */
export async function settleWithin<Result>(seconds: number, start: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let isSettled = false;
    const running = start().finally(() => {
      isSettled = true;
    });
    running.catch(() => {});
    for (let second = 0; second < seconds && !isSettled; second += 1) {
      for (let turn = 0; turn < turnsPerSecond; turn += 1) await new Promise(setImmediate);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(isSettled).toBe(true);
    return running;
  } finally {
    vi.useRealTimers();
  }
}
