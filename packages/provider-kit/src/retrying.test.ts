import { PromptError, type PromptErrorOptions } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { type RetryOptions, retrying } from './retrying.ts';

/** Retries work that throws these errors, one per call, and then returns `done`. Waits are recorded and take no time. */
function script(errors: readonly unknown[], options: Partial<RetryOptions> = {}) {
  const waits: number[] = [];
  let calls = 0;
  const work = async () => {
    calls += 1;
    if (calls <= errors.length) throw errors[calls - 1];
    return 'done';
  };
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  const outcome = retrying(work, { signal: new AbortController().signal, wait, ...options });
  return { outcome, waits, calls: () => calls };
}

const unavailable = (more: PromptErrorOptions = {}) => new PromptError('UNAVAILABLE', 'down', more);
const limited = (retryAfter: number) => new PromptError('RATE_LIMITED', 'slow down', { retryAfter });

describe('retrying', () => {
  it('returns the result of the work, without a wait', async () => {
    const { outcome, waits, calls } = script([]);
    expect([await outcome, waits, calls()]).toEqual(['done', [], 1]);
  });

  it('retries after waits that double, times a factor between 0.5 and 1', async () => {
    const { outcome, waits } = script([unavailable(), unavailable(), unavailable()], { attempts: 4 });
    expect(await outcome).toBe('done');
    const factors = waits.map((milliseconds, index) => milliseconds / (250 * 2 ** index));
    expect(factors).toHaveLength(3);
    for (const factor of factors) expect(0.5 <= factor && factor <= 1).toBe(true);
    expect(new Set(factors).size).toBe(3);
  });

  it('never waits longer than longestWait', async () => {
    const { outcome, waits } = script(Array(12).fill(unavailable()), { attempts: 13, longestWait: 1 });
    await outcome;
    expect(Math.max(...waits)).toBeLessThanOrEqual(1000);
  });

  it('throws the last error, unchanged, after three calls', async () => {
    const errors = [unavailable(), unavailable(), unavailable(), unavailable()];
    const { outcome, calls } = script(errors);
    await expect(outcome).rejects.toBe(errors[2]);
    expect(calls()).toBe(3);
  });

  it('waits for retryAfter', async () => {
    const { outcome, waits } = script([limited(4), limited(0)]);
    expect(await outcome).toBe('done');
    expect(waits[0]).toBe(4000);
    expect(waits[1]).toBeGreaterThanOrEqual(250);
  });

  it('does not retry if retryAfter is longer than longestWait', async () => {
    const error = limited(6);
    const { outcome, waits, calls } = script([error]);
    await expect(outcome).rejects.toBe(error);
    expect([waits, calls()]).toEqual([[], 1]);
  });

  it.each([
    new PromptError('AUTH_FAILED', 'no'),
    new PromptError('FORBIDDEN', 'no'),
    new PromptError('NOT_FOUND', 'no'),
    new PromptError('CONFIG_INVALID', 'no'),
    new PromptError('CONTENT_INVALID', 'no'),
    unavailable({ retryable: false }),
    new TypeError('a bug'),
  ])('does not retry after %s', async (error) => {
    const { outcome, calls } = script([error]);
    await expect(outcome).rejects.toBe(error);
    expect(calls()).toBe(1);
  });
});

describe('the signal of retrying', () => {
  const reason = new Error('closed');

  it('ends a wait immediately, with its reason', async () => {
    const caller = new AbortController();
    let calls = 0;
    const work = async () => {
      calls += 1;
      setImmediate(() => caller.abort(reason));
      throw limited(3600);
    };
    await expect(retrying(work, { signal: caller.signal, longestWait: 3600 })).rejects.toBe(reason);
    expect(calls).toBe(1);
  });

  it('prevents the first call if it is aborted before', async () => {
    const { outcome, calls } = script([], { signal: AbortSignal.abort(reason) });
    await expect(outcome).rejects.toBe(reason);
    expect(calls()).toBe(0);
  });

  it('prevents further calls if it is aborted during a wait', async () => {
    const caller = new AbortController();
    const wait = async () => caller.abort(reason);
    const { outcome, calls } = script([unavailable()], { signal: caller.signal, wait });
    await expect(outcome).rejects.toBe(reason);
    expect(calls()).toBe(1);
  });
});
