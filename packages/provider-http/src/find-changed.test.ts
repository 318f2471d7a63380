import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadContext, PromptTemplate } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { findChanged } from './find-changed.ts';
import { loadContext } from './test-support/load-context.ts';

const entries = ['a', 'b', 'c', 'd'].map((config) => ({ config, template: { content: config } }));

describe('findChanged', () => {
  it('returns the entries that changed or could not be checked', async () => {
    const refresh = async (config: string, { previous }: { previous: PromptTemplate }) => {
      if (config === 'b') return { content: 'another text' };
      if (config === 'c') throw new Error('down');
      return config === 'd' ? { content: 'd' } : previous;
    };
    expect(await findChanged(entries, refresh, { context: loadContext(), timeoutMs: 5000 })).toEqual([1, 2]);
  });

  it('does not let one entry that hangs delay the others', async () => {
    const refresh = async (config: string, { signal, previous }: LoadContext & { previous: PromptTemplate }) => {
      if (config === 'a') await sleep(60_000, undefined, { signal });
      return previous;
    };
    expect(await findChanged(entries, refresh, { context: loadContext(), timeoutMs: 20 })).toEqual([0]);
  });

  it('stops when its caller aborts', async () => {
    const reason = new Error('closed');
    const refresh = async () => Promise.reject(new Error('aborted'));
    const context = loadContext({ signal: AbortSignal.abort(reason) });
    await expect(findChanged(entries, refresh, { context, timeoutMs: 5000 })).rejects.toBe(reason);
  });

  it('sends at most 32 requests at the same time', async () => {
    let running = 0;
    let maxRunning = 0;
    const many = Array.from({ length: 200 }, (_, index) => ({ config: `${index}`, template: { content: '' } }));
    const refresh = async (_: string, { previous }: { previous: PromptTemplate }) => {
      running += 1;
      maxRunning = Math.max(maxRunning, running);
      await new Promise(setImmediate);
      running -= 1;
      return previous;
    };
    expect(await findChanged(many, refresh, { context: loadContext(), timeoutMs: 5000 })).toEqual([]);
    expect(maxRunning).toBe(32);
  });
});
