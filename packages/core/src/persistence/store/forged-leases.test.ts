import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Fleet } from '../../test-support/fleet.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { putLease } from '../../test-support/put-lease.ts';

const ttl = 10;
const dayMs = 86_400_000;

/** Starts a process with a store whose record is out of date. @returns What writes a lease of this process's source. */
async function startVictim(cache: object = {}) {
  const store = new MapStore();
  const fleet = new Fleet('one', { cache: { store, ttl, ...cache } });
  await fleet.within(1000, (await fleet.start()).get('it'));
  await fleet.clock.advance(20_000);
  fleet.provider.answer = 'two';
  fleet.provider.calls = 0;
  const forge = (lease: object, integrityKey?: string) =>
    putLease(store, { owner: 'nobody', until: Date.now() + dayMs, lasts: dayMs, ...lease }, integrityKey);
  return { store, fleet, forge, prompts: await fleet.start() };
}

describe('a lease of a process that does not exist', () => {
  it('delays a load by at most 60 s', async () => {
    const { fleet, forge, prompts } = await startVictim();
    await using _ = fleet;
    await forge({});
    prompts.peek('it');
    await fleet.clock.advance(59_000);
    expect(fleet.provider.calls).toBe(0);
    await fleet.clock.advance(2000);
    expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
  });

  it('delays only the first load, however often it is written, until another process brings a result', async () => {
    const { fleet, forge, prompts } = await startVictim();
    await using _ = fleet;
    const forgeNew = () => forge({ owner: randomBytes(4).toString('hex') });
    const textAfter = async (text: string, ms: number) => {
      fleet.provider.answer = text;
      await forgeNew();
      await fleet.clock.advance(ttl * 1000);
      prompts.peek('it');
      await fleet.clock.advance(ms);
      return prompts.peek('it')?.content;
    };
    expect(await textAfter('two', 61_000)).toBe('two');
    for (const text of ['three', 'four', 'five']) expect(await textAfter(text, 1000)).toBe(text);

    // Another process fetches, and this one applies its result: its leases count again.
    const other = await fleet.start();
    await fleet.clock.advance(ttl * 1000);
    fleet.provider.answer = 'six';
    await other.refresh();
    prompts.peek('it');
    await fleet.clock.advance(1000);
    expect(prompts.peek('it')?.content).toBe('six');
    expect(await textAfter('seven', 1000)).toBe('six');
  });

  it('never delays a refresh', async () => {
    const { fleet, forge, prompts } = await startVictim();
    await using _ = fleet;
    await forge({});
    expect((await prompts.refresh()).failed).toEqual([]);
    await forge({ failed: 'UNAVAILABLE', lasts: 60_000, until: Date.now() + 60_000 });
    fleet.provider.answer = 'three';
    expect((await prompts.refresh()).changed).toEqual(['it']);
  });

  it('does not delay a refresh that follows a read', async () => {
    const { fleet, forge, prompts } = await startVictim();
    await using _ = fleet;
    await forge({});
    prompts.peek('it');
    await fleet.clock.advance(1000);
    expect(fleet.provider.calls).toBe(0);
    const refreshing = prompts.refresh();
    await fleet.clock.advance(500);
    expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
    expect((await refreshing).failed).toEqual([]);
  });
});

describe('a failure of a process that does not exist', () => {
  it('is ignored if it claims to last longer than a minute', async () => {
    const { fleet, forge, prompts } = await startVictim();
    await using _ = fleet;
    await forge({ failed: 'UNAVAILABLE' });
    prompts.peek('it');
    await fleet.clock.advance(1000);
    expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
  });

  it.each(['UNAVAILABLE', 'RATE_LIMITED'])(
    'delays a process by at most 60 s, even if it is written again and again (%s)',
    async (failed) => {
      const { fleet, forge, prompts } = await startVictim();
      await using _ = fleet;
      const writeAgain = () => forge({ failed, lasts: 60_000, until: Date.now() + 60_000 });
      for (let second = 0; second < 58; second += 1) {
        await writeAgain();
        prompts.peek('it');
        await fleet.clock.advance(1000);
      }
      expect(fleet.provider.calls).toBe(0);
      for (let second = 0; second < 4; second += 1) {
        await writeAgain();
        prompts.peek('it');
        await fleet.clock.advance(1000);
      }
      expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
    },
  );
});

it('a failure that is forged again and again delays only the first load', async () => {
  const { fleet, forge, prompts } = await startVictim();
  await using _ = fleet;
  const readFor = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      await forge({ failed: 'UNAVAILABLE', lasts: 60_000, until: Date.now() + 60_000 });
      prompts.peek('it');
      await fleet.clock.advance(1000);
    }
    return prompts.peek('it')?.content;
  };
  expect(await readFor(62)).toBe('two');
  fleet.provider.answer = 'three';
  expect(await readFor(ttl + 2)).toBe('three');
});

describe('with an integrityKey', () => {
  const integrityKey = randomBytes(16).toString('hex');

  it.each<[string, string | undefined]>([
    ['without a key', undefined],
    ['with another key', 'another key'],
  ])('a lease written %s delays no process', async (_, key) => {
    const { fleet, forge, prompts } = await startVictim({ integrityKey });
    await using __ = fleet;
    await forge({ lasts: 60_000, until: Date.now() + 60_000 }, key);
    prompts.peek('it');
    await fleet.clock.advance(1000);
    expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
  });

  it('a lease that was copied from another source delays no process', async () => {
    const { store, fleet, forge, prompts } = await startVictim({ integrityKey });
    await using _ = fleet;
    await forge({ lasts: 60_000, until: Date.now() + 60_000 }, integrityKey);
    const [own = ''] = [...store.values.keys()].filter((key) => key.includes('lease'));
    const copied = String(store.values.get(own));
    // The same lease under the key of another source.
    const other = await fleet.start({ systemPrompts: { it: { provider: 'scripted', config: { id: 'other' } } } });
    await fleet.within(1000, other.get('it'));
    const record = [...store.values.keys()].find((key) => !key.includes('lease') && !own.endsWith(key.slice(8))) ?? '';
    store.values.set(record.replace('prompts-', 'prompts-lease-'), copied);
    await fleet.clock.advance(20_000);
    fleet.provider.answer = 'three';
    other.peek('it');
    await fleet.clock.advance(1000);
    expect(other.peek('it')).toMatchObject({ content: 'three', state: 'fresh' });
    void prompts;
  });
});
