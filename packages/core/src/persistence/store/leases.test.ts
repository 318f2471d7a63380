import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../logger.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { GuardedStore } from './guarded-store.ts';
import { type LeaseResult, Leases } from './leases.ts';

function fleet() {
  const clock = fakeClock();
  const inner = new MapStore();
  const store = new GuardedStore(inner, { clock, logger: silentLogger }, 250);
  const leasesOf = (owner: string) => new Leases({ store, toEpochMs: () => clock.now(), owner, durationMs: 10_000 });
  const acquire = (leases: Leases): Promise<LeaseResult> => leases.acquire(['key'], store.createBudget());
  return { clock, inner, store, leasesOf, acquire };
}

describe('a lease', () => {
  it('is held by one of those who want it at the same moment', async () => {
    const { store, leasesOf } = fleet();
    const answers = ['a', 'b', 'c'].map((owner) => leasesOf(owner).acquire(['key'], store.createBudget()));
    const held = (await Promise.all(answers)).map((answer) => answer.held.length);
    expect(held.sort()).toEqual([0, 0, 1]);
  });

  it('keeps others out until it is released', async () => {
    const { store, leasesOf, acquire } = fleet();
    const [a, b] = [leasesOf('a'), leasesOf('b')];
    expect((await acquire(a)).held).toEqual(['key']);
    expect(await acquire(b)).toMatchObject({ held: [], busy: new Map([['key', 10_000]]) });
    await a.release(['key'], store.createBudget());
    expect((await acquire(b)).held).toEqual(['key']);
  });

  it('is free when its holder died, and not while it is renewed', async () => {
    const { clock, store, leasesOf, acquire } = fleet();
    const [a, b] = [leasesOf('a'), leasesOf('b')];
    await acquire(a);
    await clock.advance(9000);
    await a.renew(['key'], store.createBudget());
    await clock.advance(9000);
    expect((await acquire(b)).busy).toEqual(new Map([['key', 19_000]]));
    await clock.advance(1000);
    expect((await acquire(b)).held).toEqual(['key']);
  });

  it.each([
    ['somewhat', 3000, []],
    ['far', 60_000, ['key']],
    ['a day', 86_400_000, ['key']],
  ])('of a process whose wall clock is %s ahead holds others up no longer', async (_, ahead, held) => {
    const { clock, store, leasesOf, acquire } = fleet();
    const odd = new Leases({ store, toEpochMs: () => clock.now() + ahead, owner: 'odd', durationMs: 10_000 });
    await acquire(odd);
    expect((await acquire(leasesOf('a'))).held).toEqual(held);
  });

  it('tells others that there is no use in asking, for as long as that holds', async () => {
    const { clock, store, leasesOf, acquire } = fleet();
    const [a, b] = [leasesOf('a'), leasesOf('b')];
    await acquire(a);
    await a.fail('key', 'UNAVAILABLE', 4000, store.createBudget());
    expect((await acquire(b)).failed.get('key')).toMatchObject({ failed: 'UNAVAILABLE' });
    expect((await acquire(a)).held).toEqual(['key']);
    await a.fail('key', 'UNAVAILABLE', 4000, store.createBudget());
    await clock.advance(4000);
    expect((await acquire(b)).held).toEqual(['key']);
  });

  it('is set atomically where the store can do that', async () => {
    const { inner, store, leasesOf } = fleet();
    const sets: string[] = [];
    Object.assign(inner, {
      async setIfAbsent(key: string, value: string) {
        sets.push(key);
        if (inner.values.has(key)) return false;
        inner.values.set(key, value);
        return true;
      },
    });
    const answers = ['a', 'b', 'c'].map((owner) => leasesOf(owner).acquire(['key'], store.createBudget()));
    const held = (await Promise.all(answers)).map((answer) => answer.held.length);
    expect(held).toEqual([1, 0, 0]);
    expect(sets).toHaveLength(3);

    inner.values.set('prompts-lease-key', 'what somebody else wrote');
    expect((await leasesOf('d').acquire(['key'], store.createBudget())).held).toEqual(['key']);
  });

  it.each([
    '',
    'mine',
    '{}',
    'null',
    7,
    '{"owner":"x","until":1e300,"lasts":1e300}',
    '{"owner":"x","until":"soon","lasts":9000}',
    '{"owner":"x","until":9000}',
  ])('is not what somebody else wrote: %j', async (value) => {
    const { inner, leasesOf, acquire } = fleet();
    inner.values.set('prompts-lease-key', value);
    expect((await acquire(leasesOf('a'))).held).toEqual(['key']);
  });
});
