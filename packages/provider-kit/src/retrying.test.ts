import { PromptError, type PromptErrorOptions } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { type RetryOptions, retrying } from './retrying.ts';

/** Fails with these errors, one a call, then gives `done`; waits take no time and are written down. */
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
  it('gives what the work gives, without a wait', async () => {
    const { outcome, waits, calls } = script([]);
    expect([await outcome, waits, calls()]).toEqual(['done', [], 1]);
  });

  it('calls again after waits that double, each between half and all of it', async () => {
    const { outcome, waits } = script([unavailable(), unavailable(), unavailable()], { attempts: 4 });
    expect(await outcome).toBe('done');
    const share = waits.map((milliseconds, index) => milliseconds / (250 * 2 ** index));
    expect(share).toHaveLength(3);
    for (const part of share) expect(0.5 <= part && part <= 1).toBe(true);
    expect(new Set(share).size).toBe(3);
  });

  it('never waits longer than it may', async () => {
    const { outcome, waits } = script(Array(12).fill(unavailable()), { attempts: 13, longestWait: 1 });
    await outcome;
    expect(Math.max(...waits)).toBeLessThanOrEqual(1000);
  });

  it('ends with the last error, as it was, after few calls', async () => {
    const errors = [unavailable(), unavailable(), unavailable(), unavailable()];
    const { outcome, calls } = script(errors);
    await expect(outcome).rejects.toBe(errors[2]);
    expect(calls()).toBe(3);
  });

  it('waits as long as the source asks', async () => {
    const { outcome, waits } = script([limited(4), limited(0)]);
    expect(await outcome).toBe('done');
    expect(waits[0]).toBe(4000);
    expect(waits[1]).toBeGreaterThanOrEqual(250);
  });

  it('does not wait for a source that asks for more than it may', async () => {
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
    new TypeError('a mistake of the program'),
  ])('does not repeat what will not get better: %s', async (error) => {
    const { outcome, calls } = script([error]);
    await expect(outcome).rejects.toBe(error);
    expect(calls()).toBe(1);
  });
});

describe('the signal of a retried call', () => {
  const reason = new Error('closed');

  it('ends a real wait at once, with its reason', async () => {
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

  it('that is aborted already lets no call happen', async () => {
    const { outcome, calls } = script([], { signal: AbortSignal.abort(reason) });
    await expect(outcome).rejects.toBe(reason);
    expect(calls()).toBe(0);
  });

  it('that is aborted during a wait lets no further call happen', async () => {
    const caller = new AbortController();
    const wait = async () => caller.abort(reason);
    const { outcome, calls } = script([unavailable()], { signal: caller.signal, wait });
    await expect(outcome).rejects.toBe(reason);
    expect(calls()).toBe(1);
  });
});
