import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../logger.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { GuardedStore, storeUnavailable } from './guarded-store.ts';

/** Guards a store with a timeout of 250 ms. */
function guard(inner = new MapStore()) {
  const clock = fakeClock();
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  return { clock, inner, warnings, store: new GuardedStore(inner, { clock, logger }, 250) };
}

const outcomeOf = (call: Promise<unknown>) => call.catch((error: unknown) => error);

describe('a guarded store', () => {
  it('returns the values of the store', async () => {
    const { store } = guard();
    await store.setMany([['a', '1']], store.createBudget());
    expect(await store.getMany(['a', 'b'], store.createBudget())).toEqual(['1', undefined]);
    await store.deleteMany(['a'], store.createBudget());
    expect(await store.getMany(['a'], store.createBudget())).toEqual([undefined]);
    expect(store.failingSince).toBeUndefined();
  });

  it('shares one time budget between all calls of an attempt', async () => {
    const { store, clock, inner } = guard();
    inner.answer = 'hangs';
    const budget = store.createBudget();
    const first = outcomeOf(store.getMany(['a'], budget));
    await clock.advance(250);
    expect(await first).toBe(storeUnavailable);
    expect(await outcomeOf(store.getMany(['a'], budget))).toBe(storeUnavailable);
    expect(inner.calls).toBe(1);
  });

  it('is not called after three failures, and then tried by one call every two seconds', async () => {
    const { store, clock, inner, warnings } = guard();
    inner.answer = 'fails';
    for (let call = 0; call < 5; call += 1)
      expect(await outcomeOf(store.getMany(['a'], store.createBudget()))).toBe(storeUnavailable);
    expect(inner.calls).toBe(3);
    expect(warnings).toHaveLength(1);
    expect(store.failingSince).toBe(0);

    await clock.advance(2000);
    const both = [1, 2].map(() => outcomeOf(store.getMany(['a'], store.createBudget())));
    expect(await Promise.all(both)).toEqual([storeUnavailable, storeUnavailable]);
    expect(inner.calls).toBe(4);
    expect(warnings).toHaveLength(1);

    inner.answer = 'ok';
    await clock.advance(2000);
    expect(await store.getMany(['a'], store.createBudget())).toEqual([undefined]);
    expect(await store.getMany(['a'], store.createBudget())).toEqual([undefined]);
    expect(store.failingSince).toBeUndefined();
  });

  it('treats an error event during a call as a failure, as some stores return a miss then', async () => {
    const inner = Object.assign(new EventEmitter(), new MapStore(), {
      async get() {
        inner.emit('error', new Error('gone'));
        return undefined;
      },
    }) as unknown as MapStore & EventEmitter;
    const { store } = guard(inner);
    expect(await outcomeOf(store.getMany(['a'], store.createBudget()))).toBe(storeUnavailable);
    store.close();
    expect(inner.listenerCount('error')).toBe(0);
  });
});
