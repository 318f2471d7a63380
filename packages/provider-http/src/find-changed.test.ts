import { setTimeout as wait } from 'node:timers/promises';
import type { LoadContext, PromptTemplate } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { findChanged } from './find-changed.ts';
import { loadContext } from './test-support/page-server.ts';

const entries = ['a', 'b', 'c', 'd'].map((config) => ({ config, template: { content: config } }));

describe('findChanged', () => {
  it('names what changed and what can not be told', async () => {
    const ask = async (config: string, { previous }: { previous: PromptTemplate }) => {
      if (config === 'b') return { content: 'another text' };
      if (config === 'c') throw new Error('down');
      return config === 'd' ? { content: 'd' } : previous;
    };
    expect(await findChanged(entries, ask, { context: loadContext(), patience: 5000 })).toEqual([1, 2]);
  });

  it('does not let one that hangs hold up the others', async () => {
    const ask = async (config: string, { signal, previous }: LoadContext & { previous: PromptTemplate }) => {
      if (config === 'a') await wait(60_000, undefined, { signal });
      return previous;
    };
    expect(await findChanged(entries, ask, { context: loadContext(), patience: 20 })).toEqual([0]);
  });

  it('ends when its caller gives up', async () => {
    const reason = new Error('closed');
    const ask = async () => Promise.reject(new Error('aborted'));
    const context = loadContext({ signal: AbortSignal.abort(reason) });
    await expect(findChanged(entries, ask, { context, patience: 5000 })).rejects.toBe(reason);
  });

  it('asks for at most 32 at once', async () => {
    let under = 0;
    let most = 0;
    const many = Array.from({ length: 200 }, (_, index) => ({ config: `${index}`, template: { content: '' } }));
    const ask = async (_: string, { previous }: { previous: PromptTemplate }) => {
      under += 1;
      most = Math.max(most, under);
      await new Promise(setImmediate);
      under -= 1;
      return previous;
    };
    expect(await findChanged(many, ask, { context: loadContext(), patience: 5000 })).toEqual([]);
    expect(most).toBe(32);
  });
});
