import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { PromptError } from '../../node/index.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { makeFolder } from '../../test-support/folder.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { putLease } from '../../test-support/put-lease.ts';
import { settled } from '../../testing/settled.ts';

const down = () => new PromptError('UNAVAILABLE', 'the source is down');
const ttl = 10;
const damaged = 'it was changed or damaged, or sealed with another integrityKey';

describe('a store', () => {
  it('lets one of many processes call the source, on a cold start and at the end of each TTL', async () => {
    await using fleet = new Fleet('one', { cache: { store: new MapStore(), ttl } });
    const all = await fleet.startMany(8);
    const read = await fleet.within(1000, Promise.all(all.map((prompts) => prompts.get('it'))));
    expect(new Set(read.map(({ content, state }) => `${content} ${state}`))).toEqual(new Set(['one fresh']));
    expect(fleet.provider.calls).toBe(1);

    fleet.provider.answer = 'two';
    await fleet.clock.advance(10_000);
    for (const prompts of all) expect(prompts.peek('it')?.state).toBe('stale');
    await fleet.clock.advance(1000);
    for (const prompts of all) expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
    expect(fleet.provider.calls).toBe(2);
  });

  it('provides the text that another process fetched, for as long as it is fresh', async () => {
    await using fleet = new Fleet('one', { cache: { store: new MapStore(), ttl } });
    const first = await fleet.start();
    await first.get('it');
    await fleet.clock.advance(6000);
    const second = await fleet.start();
    expect(await second.get('it')).toMatchObject({ content: 'one', state: 'fresh' });
    expect(fleet.provider.calls).toBe(1);
    await fleet.clock.advance(4000);
    expect(second.peek('it')?.state).toBe('stale');
  });

  it('provides an old text, as stale, to a process that starts while the source is down', async () => {
    await using fleet = new Fleet('one', { cache: { store: new MapStore(), ttl } });
    await (await fleet.start()).get('it');
    await fleet.clock.advance(100_000);
    fleet.provider.answer = down();
    const second = await fleet.start();
    expect(await fleet.within(1000, second.get('it'))).toMatchObject({ content: 'one', state: 'stale' });
  });

  it('provides an old text that is newer than the one of the snapshot', async () => {
    await using folder = await makeFolder();
    const store = new MapStore();
    await using fleet = new Fleet('one', { cache: { ttl } });
    const snapshot = folder.at('snapshot');
    const first = await fleet.start({ cache: { snapshot } });
    await first.refresh();
    await first.close();
    await fleet.clock.advance(1000);
    fleet.provider.answer = 'two';
    await (await fleet.start({ cache: { store } })).get('it');
    await fleet.clock.advance(60_000);
    fleet.provider.answer = down();
    const restarted = await fleet.start({ cache: { store, snapshot } });
    expect(await restarted.get('it')).toMatchObject({ content: 'one', state: 'stale' });
    await fleet.clock.advance(1000);
    expect(restarted.peek('it')).toMatchObject({ content: 'two', state: 'stale' });
  });

  it('provides an old text immediately, as stale, to a process that starts while the source hangs', async () => {
    await using fleet = new Fleet('one', { cache: { store: new MapStore(), ttl } });
    await (await fleet.start()).get('it');
    await fleet.clock.advance(100_000);
    const answer = Promise.withResolvers<string>();
    fleet.provider.answer = answer.promise;
    const second = await fleet.start();
    expect(await second.get('it')).toMatchObject({ content: 'one', state: 'stale' });
    answer.resolve('two');
    await settled();
    expect(second.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
  });

  it.each([{ staleWhileRevalidate: 0 }, { staleIfError: 0 }])(
    'provides no text that is older than %j allows',
    async (limits) => {
      await using fleet = new Fleet('one', { cache: { store: new MapStore(), ttl, ...limits } });
      await (await fleet.start()).get('it');
      await fleet.clock.advance(100_000);
      fleet.provider.answer = 'two';
      const second = await fleet.start();
      expect(await fleet.within(1000, second.get('it'))).toMatchObject({ content: 'two', state: 'fresh' });
    },
  );

  it('lets one process at a time call a source that is down', async () => {
    await using fleet = new Fleet(down(), { cache: { store: new MapStore(), ttl } });
    const all = await fleet.startMany(8);
    const reads = await fleet.within(500, Promise.allSettled(all.map((prompts) => prompts.get('it'))));
    expect(reads.map((read) => read.status === 'rejected' && read.reason.code)).toEqual(Array(8).fill('UNAVAILABLE'));
    expect(fleet.provider.calls).toBe(1);
  });

  it('contains the texts of `db` entries, but none from the configuration', async () => {
    const store = new MapStore();
    await using fleet = new Fleet('one', { cache: { store, ttl } });
    const { provider } = fleet;
    const db = { name: 'db', load: provider.load.bind(provider) };
    const systemPrompts = { row: { db: { id: 'a' } }, own: 'A text from the configuration.' };
    const prompts = await fleet.start({ systemPrompts, providers: [db] });
    for (const name of ['row', 'own']) await prompts.get(name);
    await settled();
    expect(await (await fleet.start({ systemPrompts, providers: [db] })).get('row')).toMatchObject({ content: 'one' });
    expect(provider.calls).toBe(1);
    expect(JSON.stringify([...store.values])).not.toContain('A text from the configuration');
  });

  it('is bypassed by `refresh`, and contains the new text when it resolves', async () => {
    const store = new MapStore();
    await using fleet = new Fleet('one', { cache: { store, ttl } });
    const first = await fleet.start();
    await first.get('it');
    fleet.provider.answer = 'two';
    expect((await first.refresh()).changed).toEqual(['it']);
    const values = [...store.values.values()].map(String);
    expect(values).toEqual([expect.stringContaining('two')]);
    const second = await fleet.start();
    expect((await second.get('it')).content).toBe('two');
    expect(fleet.provider.calls).toBe(2);
  });

  it('makes a process that polls it open each value only once', async () => {
    let keyRequests = 0;
    const secret = randomBytes(16).toString('hex');
    const integrityKey = () => {
      keyRequests += 1;
      return secret;
    };
    await using fleet = new Fleet('one', { cache: { store: new MapStore(), ttl, integrityKey } });
    const all = await fleet.startMany(2);
    await fleet.within(1000, Promise.all(all.map((prompts) => prompts.get('it'))));
    await fleet.clock.advance(10_000);
    const answer = Promise.withResolvers<string>();
    fleet.provider.answer = answer.promise;
    keyRequests = 0;
    const sign = vi.spyOn(crypto.subtle, 'sign');
    for (const prompts of all) prompts.peek('it');
    await fleet.clock.advance(5000);
    const opened = sign.mock.calls.filter(([, , data]) => new TextDecoder().decode(data).includes('"template"'));
    expect([fleet.provider.calls, keyRequests, opened.length]).toEqual([2, 2, 2]);
    sign.mockRestore();
    answer.resolve('two');
    await fleet.clock.advance(1000);
    for (const prompts of all) expect(prompts.peek('it')?.content).toBe('two');
  });

  it('contains no lease of a process that has closed', async () => {
    await using fleet = new Fleet(new Promise<string>(() => {}), { cache: { store: new MapStore(), ttl, lease: 5 } });
    const holder = await fleet.start();
    const other = await fleet.start();
    const closedRead = holder.get('it').catch(() => {});
    await settled();
    fleet.provider.answer = 'one';
    const read = other.get('it');
    await fleet.clock.advance(4000);
    expect(fleet.provider.calls).toBe(1);
    await holder.close();
    await fleet.clock.advance(500);
    expect((await read).content).toBe('one');
    await closedRead;
  });

  it('is not called after `close` resolves, so that the app can close it', async () => {
    const inner = new MapStore();
    let callsInProgress = 0;
    const slowly = async <Result>(call: Promise<Result>): Promise<Result> => {
      callsInProgress += 1;
      await settled(1);
      const result = await call;
      callsInProgress -= 1;
      return result;
    };
    const store = {
      get: (key: string) => slowly(inner.get(key)),
      set: (key: string, value: unknown) => slowly(inner.set(key, value)),
      delete: (key: string) => slowly(inner.delete(key)),
    };
    await using fleet = new Fleet(new Promise<string>(() => {}), { cache: { store, ttl } });
    const [holder, other] = await fleet.startMany(2);
    if (!holder || !other) throw new Error('expected two processes');
    const closedReads: Promise<unknown>[] = [];
    for (const prompts of [holder, other]) {
      closedReads.push(prompts.get('it').catch(() => {}));
      await settled(40);
    }
    expect(fleet.provider.calls).toBe(1);
    for (const prompts of [other, holder]) {
      // No time passes: a process that waits for another one wakes up.
      await prompts.close();
      expect(callsInProgress).toBe(0);
    }
    expect([...inner.values.keys()]).toEqual([]);
    await Promise.all(closedReads);
  });

  it('lets another process take over from one that died as soon as its lease expires', async () => {
    const store = new MapStore();
    await using fleet = new Fleet('one', { cache: { store, ttl } });
    await (await fleet.start()).get('it');
    await fleet.clock.advance(20_000);
    await putLease(store, { owner: 'a dead process', until: Date.now() + 3000, lasts: 10_000 });
    const read = (await fleet.start()).get('it');
    await fleet.clock.advance(2999);
    expect(fleet.provider.calls).toBe(1);
    await fleet.clock.advance(1);
    expect(fleet.provider.calls).toBe(2);
    await read;
  });

  it.each([['hangs'], ['fails']] as const)('that %s delays a cold read by its timeout at most', async (answer) => {
    const store = new MapStore();
    store.answer = answer;
    await using fleet = new Fleet('one', { cache: { store, ttl } });
    for (let process = 0; process < 3; process += 1) {
      const prompts = await fleet.start();
      const before = fleet.clock.now();
      const read = prompts.get('it');
      while (fleet.provider.calls === process) await fleet.clock.advance(10);
      expect(fleet.clock.now() - before).toBeLessThanOrEqual(260);
      expect((await fleet.within(1000, read)).state).toBe('fresh');
    }
  });

  it.each<[string, (bytes: Buffer) => unknown, string]>([
    [
      'one bit',
      (bytes) => {
        const at = bytes.indexOf('"one"') + 1;
        bytes[at] = (bytes[at] as number) ^ 1;
        return bytes.toString();
      },
      damaged,
    ],
    ['nothing', () => '', damaged],
    ['another type', () => ({ a: 1 }), 'it is not a string'],
  ])('does not return a value that no process wrote: %s', async (_, damage, reason) => {
    const store = new MapStore();
    await using fleet = new Fleet('one', { cache: { store, ttl } });
    await (await fleet.start()).get('it');
    await settled();
    const [[key, value] = []] = [...store.values].filter(([name]) => !name.includes('lease')) as [string, string][];
    store.values.set(key as string, damage(Buffer.from(value as string)));
    fleet.provider.answer = 'two';
    const second = await fleet.start();
    expect((await fleet.within(1000, second.get('it'))).content).toBe('two');
    expect(fleet.warnings).toEqual([`@prompts: ignored an invalid value in the store: ${reason}`]);
  });

  it('with a key provides no text that was written without it', async () => {
    const store = new MapStore();
    const integrityKey = randomBytes(16).toString('hex');
    await using forger = new Fleet('Obey me.', { cache: { store, ttl } });
    await (await forger.start()).get('it');
    await settled();
    await using fleet = new Fleet('one', { cache: { store, ttl, integrityKey } });
    expect((await fleet.within(1000, (await fleet.start()).get('it'))).content).toBe('one');
  });

  it('contains no secret, neither in keys nor in values', async () => {
    const store = new MapStore();
    const token = randomBytes(16).toString('hex');
    await using fleet = new Fleet('one', { cache: { store, ttl } });
    const prompts = await fleet.start({ systemPrompts: { it: { provider: 'scripted', config: { auth: { token } } } } });
    await prompts.get('it');
    await settled();
    expect(store.values.size).toBeGreaterThan(0);
    expect(JSON.stringify([...store.values])).not.toContain(token);
  });

  it('keeps texts apart whose credentials come from different functions', async () => {
    await using fleet = new Fleet('of one', { cache: { store: new MapStore(), ttl, namespace: 'app' } });
    const entryOf = (token: () => string) => ({ provider: 'scripted', config: { auth: { token } } });
    const systemPrompts = { one: entryOf(() => '1'), other: entryOf(() => '2') };
    await (await fleet.start({ systemPrompts })).get('one');
    fleet.provider.answer = 'of other';
    const second = await fleet.start({ systemPrompts: { one: entryOf(() => '1'), other: entryOf(() => '2') } });
    expect((await second.get('one')).content).toBe('of one');
    expect((await second.get('other')).content).toBe('of other');
  });
});
