import { EventEmitter } from 'node:events';
import { createPrompts } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import type { StickyStore } from './definition/experiments-options.ts';
import { experiments } from './experiments.ts';
import { recordingLogger } from './test-support/recording-logger.ts';

const systemPrompts = { support: 'You help.', 'support-friendly': 'You help, gladly.' };

/** Counts calls. Fails or hangs on demand. */
function countingKeyv(keyv = new Keyv()) {
  const state = { gets: 0, sets: 0, answer: 'ok' as 'ok' | 'fails' | 'hangs' };
  const call = <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (state.answer === 'hangs') return new Promise(() => {});
    return state.answer === 'fails' ? Promise.reject(new Error('down')) : work();
  };
  const store: StickyStore = {
    get(key) {
      state.gets += 1;
      return call(() => keyv.get(key));
    },
    set(key, value) {
      state.sets += 1;
      return call(() => keyv.set(key, value));
    },
  };
  return { state, store, keyv };
}

type Parts = { sticky: StickyStore; friendly: number; coverage?: number; seed?: string };

async function start({ sticky, friendly, coverage = 1, seed = 'tone' }: Parts) {
  const logger = recordingLogger();
  const clock = fakeClock();
  const tests = experiments(
    {
      tone: {
        prompt: 'support',
        variants: { control: 'support', friendly: 'support-friendly' },
        weights: { control: 1 - friendly, friendly },
        unit: 'userId',
        seed,
        coverage,
      },
    },
    { sticky, logger, clock },
  );
  const prompts = await createPrompts({ systemPrompts, hooks: [tests], clock });
  const context = { userId: 'u1' };
  const get = async () => (await prompts.get('support', { context })).name;
  const peek = () => prompts.peek('support', { context })?.name;
  return { tests, prompts, logger, clock, get, peek, assign: () => tests.assign('tone', context)?.variant };
}

describe('with a Keyv', () => {
  it('a unit keeps its variant when weights and coverage change', async () => {
    const sticky = new Keyv();
    const before = await start({ sticky, friendly: 1 });
    expect(await before.get()).toBe('support-friendly');
    await before.prompts.close();
    const after = await start({ sticky, friendly: 0, coverage: 0.1 });
    expect(await after.get()).toBe('support-friendly');
    expect(after.assign()).toBe('friendly');
    expect(after.peek()).toBe('support-friendly');
    expect(await after.prompts.render('support', {}, { context: { userId: 'u1' } })).toBe('You help, gladly.');
    await after.prompts.close();
  });

  it('but not with another seed', async () => {
    const sticky = new Keyv();
    const before = await start({ sticky, friendly: 1 });
    await before.get();
    const after = await start({ sticky, friendly: 0, seed: 'tone 2' });
    expect(await after.get()).toBe('support');
    await Promise.all([before.prompts.close(), after.prompts.close()]);
  });

  it('peek and assign answer by the hash until get has asked', async () => {
    const { store, state } = countingKeyv();
    const before = await start({ sticky: store, friendly: 1 });
    await before.get();
    const after = await start({ sticky: store, friendly: 0 });
    state.gets = 0;
    expect([after.peek(), after.assign(), state.gets]).toEqual(['support', 'control', 0]);
    expect(await after.get()).toBe('support-friendly');
    expect([after.peek(), after.assign()]).toEqual(['support-friendly', 'friendly']);
    await Promise.all([before.prompts.close(), after.prompts.close()]);
  });

  it('is asked once a unit and process, also by concurrent reads, and written once', async () => {
    const { store, state } = countingKeyv();
    const { prompts, get } = await start({ sticky: store, friendly: 0.5 });
    await Promise.all([get(), get(), get()]);
    await get();
    expect(state).toMatchObject({ gets: 1, sets: 1 });
    await prompts.close();
  });

  it('is asked for units that the experiment does not cover, and not written for them', async () => {
    const { store, state } = countingKeyv();
    const { prompts, get } = await start({ sticky: store, friendly: 0.5, coverage: 0 });
    expect([await get(), await get()]).toEqual(['support', 'support']);
    expect(state).toMatchObject({ gets: 1, sets: 0 });
    await prompts.close();
  });

  it('with a variant that no longer exists, or something else, leaves the decision to the hash', async () => {
    for (const value of ['gone', 5, { variant: 'friendly' }, null, '__proto__']) {
      const { store, state, keyv } = countingKeyv();
      await keyv.set('prompts:variant:["tone","tone","u1"]', value);
      const { prompts, get } = await start({ sticky: store, friendly: 1 });
      expect(await get()).toBe('support-friendly');
      expect(state.sets).toBe(1);
      await prompts.close();
    }
  });
});

describe('a Keyv that is down', () => {
  it('leaves the decision to the hash, with one warning, and is asked again after 5 seconds', async () => {
    const { store, state } = countingKeyv();
    const { prompts, get, logger, clock } = await start({ sticky: store, friendly: 1 });
    state.answer = 'fails';
    expect(await get()).toBe('support-friendly');
    expect(await get()).toBe('support-friendly');
    expect(state).toMatchObject({ gets: 1, sets: 0 });
    await clock.advance(5000);
    await get();
    expect(logger.warnings).toEqual([expect.stringContaining('the sticky Keyv fails')]);
    state.answer = 'ok';
    await clock.advance(5000);
    await get();
    expect(state).toMatchObject({ gets: 3, sets: 1 });
    await prompts.close();
  });

  it('delays a read by at most 250 ms', async () => {
    const { store, state } = countingKeyv();
    state.answer = 'hangs';
    const { prompts, get, clock } = await start({ sticky: store, friendly: 1 });
    const reading = get();
    await clock.advance(250);
    expect(await reading).toBe('support-friendly');
    expect(await get()).toBe('support-friendly');
    await prompts.close();
  });

  it('which reports it by an event only does not lose the variant of the unit', async () => {
    const inner = new Map<string, unknown>();
    const adapter = Object.assign(new EventEmitter(), {
      isDown: false,
      opts: {},
      // As @keyv/redis does.
      async get(key: string) {
        if (!adapter.isDown) return inner.get(key);
        adapter.emit('error', new Error('down'));
        return undefined;
      },
      set: async (key: string, value: unknown) => void inner.set(key, value),
      delete: async (key: string) => inner.delete(key),
      clear: async () => inner.clear(),
    });
    const keyv = new Keyv({ store: adapter as never });
    const before = await start({ sticky: keyv, friendly: 1 });
    await before.get();
    adapter.isDown = true;
    const after = await start({ sticky: keyv, friendly: 0 });
    expect(await after.get()).toBe('support');
    adapter.isDown = false;
    await after.clock.advance(5000);
    expect(await after.get()).toBe('support-friendly');
    await Promise.all([before.prompts.close(), after.prompts.close()]);
  });
});
