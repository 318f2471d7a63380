import { describe, expect, it } from 'vitest';
import { PromptError, type Prompts, type TierOptions } from '../../node/index.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { makeFolder } from '../../test-support/folder.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { settled } from '../../testing/settled.ts';

const down = () => new PromptError('UNAVAILABLE', 'the source is down');
const ttl = 10;
const hourMs = 3_600_000;

const shifts: [string, number][] = [
  ['a day ahead', 24 * hourMs],
  ['half a day ahead', 12 * hourMs],
  ['a minute ahead', 60_000],
  ['a minute behind', -60_000],
  ['half a day behind', -12 * hourMs],
  ['a day behind', -24 * hourMs],
];

const tiers: Record<string, () => TierOptions> = {
  snapshot: () => ({ snapshot: 'snapshot' }),
  store: () => ({ store: new MapStore() }),
  both: () => ({ snapshot: 'snapshot', store: new MapStore() }),
};

describe.each(Object.entries(tiers))('a process that starts with the records of another one (%s)', (_, tier) => {
  describe.each(shifts)('and whose wall clock is %s', (__, shift) => {
    it('serves the last good text as stale, and the new one after the source returns it', async () => {
      await using folder = await makeFolder();
      await using fleet = new Fleet('one', { root: folder.path, cache: { ttl, ...tier() } });
      const first = await fleet.start();
      await first.get('it');
      await fleet.within(1000, first.close());

      fleet.wallClockOffsetMs = shift;
      fleet.provider.answer = down();
      const second = await fleet.start();
      expect(await fleet.within(5000, second.get('it'))).toMatchObject({ content: 'one', state: 'stale' });
      fleet.provider.answer = 'two';
      await fleet.clock.advance(60_000);
      await fleet.within(5000, second.get('it'));
      expect(second.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
      await fleet.clock.advance(10_000);
      expect(second.peek('it')?.state).toBe('stale');
      await fleet.within(1000, second.close());

      // The same is true for a process whose clock is right.
      fleet.wallClockOffsetMs = 0;
      fleet.provider.answer = down();
      const third = await fleet.start();
      expect(await fleet.within(5000, third.get('it'))).toMatchObject({ content: 'two', state: 'stale' });
      const ofOutages = /the source is down; the last good text is served$/;
      expect(fleet.warnings.filter((warning) => !ofOutages.test(warning))).toEqual([]);
    });
  });
});

/** Reads the prompt in each process. @returns The texts, or the codes of errors. */
function readAll(all: readonly Prompts[]): Promise<string[]> {
  const read = (prompts: Prompts) => prompts.get('it').then(({ content }) => content);
  return Promise.all(all.map((prompts) => read(prompts).catch(({ code }) => code)));
}

describe.each(shifts)('a fleet in which the wall clock of one process is %s', (_, shift) => {
  async function startFour() {
    const fleet = new Fleet('0', { cache: { ttl, store: new MapStore(), lease: 10 } });
    fleet.wallClockOffsetMs = shift;
    const odd = await fleet.start();
    fleet.wallClockOffsetMs = 0;
    const others = await fleet.startMany(3);
    return { fleet, odd, others, all: [odd, ...others] };
  }

  it('has the newest text everywhere within two TTLs, after at most one call per process and TTL', async () => {
    const { fleet, all } = await startFour();
    await using _fleet = fleet;
    await fleet.within(5000, Promise.all(all.map((prompts) => prompts.get('it'))));
    fleet.provider.calls = 0;
    for (let version = 1; version <= 10; version += 1) {
      fleet.provider.answer = `${version}`;
      for (let second = 0; second < 2 * ttl; second += 1) {
        for (const prompts of all) expect((await prompts.get('it')).content).toMatch(/^\d+$/);
        await fleet.clock.advance(1000);
      }
      for (const prompts of all) expect(prompts.peek('it')?.content).toBe(`${version}`);
    }
    expect(fleet.provider.calls).toBeLessThanOrEqual(10 * 2 * all.length);
  });

  it('tries again soon after that process has failed', async () => {
    const { fleet, odd, others } = await startFour();
    await using _fleet = fleet;
    fleet.provider.answer = down();
    await expect(
      fleet.within(
        1000,
        odd.get('it').catch((error) => error.code),
      ),
    ).resolves.toBe('UNAVAILABLE');
    fleet.provider.answer = 'one';
    await fleet.clock.advance(3000);
    expect(await fleet.within(5000, readAll(others))).toEqual(['one', 'one', 'one']);
  });

  it('continues soon after that process has died during a fetch', async () => {
    await using fleet = new Fleet(new Promise<string>(() => {}), { cache: { ttl, store: new MapStore(), lease: 10 } });
    fleet.wallClockOffsetMs = shift;
    // No time passes for a process that is dead.
    const dead = await fleet.start({ clock: fakeClock() });
    fleet.wallClockOffsetMs = 0;
    const others = await fleet.startMany(3);
    void dead.get('it').catch(() => {});
    await settled();
    expect(fleet.provider.calls).toBe(1);
    fleet.provider.answer = 'one';
    await fleet.clock.advance(20_000);
    expect(await fleet.within(5000, readAll(others))).toEqual(['one', 'one', 'one']);
  });
});
