import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../logger.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { createIntegrity } from '../records/integrity.ts';
import { GuardedStore } from './guarded-store.ts';
import { type LeaseResult, Leases } from './leases.ts';

/** Creates a store and a clock for the leases of several processes. */
const integrity = createIntegrity();

function createFleet() {
  const clock = fakeClock();
  const inner = new MapStore();
  const store = new GuardedStore(inner, { clock, logger: silentLogger }, 250);
  const leasesOf = (owner: string) =>
    new Leases({ store, integrity, toEpochMs: () => clock.now(), owner, durationMs: 10_000 });
  const acquire = (leases: Leases): Promise<LeaseResult> => leases.acquire(['key'], store.createBudget());
  return { clock, inner, store, leasesOf, acquire };
}

describe('a lease', () => {
  it('is acquired by one of several processes that try at the same time', async () => {
    const { store, leasesOf } = createFleet();
    const attempts = ['a', 'b', 'c'].map((owner) => leasesOf(owner).acquire(['key'], store.createBudget()));
    const counts = (await Promise.all(attempts)).map(({ held }) => held.length);
    expect(counts.sort()).toEqual([0, 0, 1]);
  });

  it('keeps others out until it is released', async () => {
    const { store, leasesOf, acquire } = createFleet();
    const [a, b] = [leasesOf('a'), leasesOf('b')];
    expect((await acquire(a)).held).toEqual(['key']);
    expect(await acquire(b)).toMatchObject({ held: [], busy: new Map([['key', 10_000]]) });
    await a.release(['key'], store.createBudget());
    expect((await acquire(b)).held).toEqual(['key']);
  });

  it('expires after its holder dies, but not while it is renewed', async () => {
    const { clock, store, leasesOf, acquire } = createFleet();
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
    ['3 s', 3000, []],
    ['a minute', 60_000, ['key']],
    ['a day', 86_400_000, ['key']],
  ])('of a process whose wall clock is %s ahead blocks others no longer than usual', async (_, aheadMs, held) => {
    const { clock, store, leasesOf, acquire } = createFleet();
    const odd = new Leases({
      store,
      integrity,
      toEpochMs: () => clock.now() + aheadMs,
      owner: 'odd',
      durationMs: 10_000,
    });
    await acquire(odd);
    expect((await acquire(leasesOf('a'))).held).toEqual(held);
  });

  it('makes others report its failure until it expires', async () => {
    const { clock, store, leasesOf, acquire } = createFleet();
    const [a, b] = [leasesOf('a'), leasesOf('b')];
    await acquire(a);
    await a.fail('key', 'UNAVAILABLE', 4000, store.createBudget());
    expect((await acquire(b)).failed.get('key')).toMatchObject({ failure: 'UNAVAILABLE' });
    expect((await acquire(a)).held).toEqual(['key']);
    await a.fail('key', 'UNAVAILABLE', 4000, store.createBudget());
    await clock.advance(4000);
    expect((await acquire(b)).held).toEqual(['key']);
  });

  it('is added atomically if the store supports it', async () => {
    const { inner, store, leasesOf } = createFleet();
    const sets: string[] = [];
    Object.assign(inner, {
      async setIfAbsent(key: string, value: string) {
        sets.push(key);
        if (inner.values.has(key)) return false;
        inner.values.set(key, value);
        return true;
      },
    });
    const attempts = ['a', 'b', 'c'].map((owner) => leasesOf(owner).acquire(['key'], store.createBudget()));
    const counts = (await Promise.all(attempts)).map(({ held }) => held.length);
    expect(counts.sort()).toEqual([0, 0, 1]);
    expect(sets).toHaveLength(3);

    inner.values.set('prompts-lease-key', 'a foreign value');
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
  ])('is not blocked by a foreign value: %j', async (value) => {
    const { inner, leasesOf, acquire } = createFleet();
    inner.values.set('prompts-lease-key', value);
    expect((await acquire(leasesOf('a'))).held).toEqual(['key']);
  });
});
