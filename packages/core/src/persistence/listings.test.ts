import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PromptError } from '../node/index.ts';
import { Fleet } from '../test-support/fleet.ts';
import { LibraryProvider } from '../test-support/library-provider.ts';
import { MapStore } from '../test-support/map-store.ts';
import { createSealer } from './records/sealer.ts';

const texts = { python: 'You write Python.', rust: 'You write Rust.' };
const systemPrompts = { 'team/*': { provider: 'library', config: {} } };

/** Processes with one collection, and a store. */
function shared(cache: object = {}) {
  const store = new MapStore();
  const library = new LibraryProvider(texts);
  const fleet = new Fleet('', { cache: { store, ttl: 10, ...cache }, systemPrompts, providers: [library] });
  return { store, library, fleet };
}

const withKey = () => ({ integrityKey: randomBytes(16).toString('hex') });

describe('a collection in a store', () => {
  it('is asked for by one process of many', async () => {
    const { fleet, library } = shared(withKey());
    await using _ = fleet;
    const all = await fleet.startMany(4);
    const reads = await fleet.within(2000, Promise.all(all.map((prompts) => prompts.get('team/rust'))));
    expect(reads.map(({ content }) => content)).toEqual(Array(4).fill(texts.rust));
    expect(library.calls.filter((call) => call === 'list')).toEqual(['list']);
  });

  it('is served as stale, with its texts, by a process that starts while the source is down', async () => {
    const { fleet, library } = shared(withKey());
    await using _ = fleet;
    await fleet.within(1000, (await fleet.start()).refresh());
    await fleet.clock.advance(100_000);
    library.down = new PromptError('UNAVAILABLE', 'the source is down');
    library.takeCalls();
    const second = await fleet.start();
    for (const name of ['python', 'rust'] as const)
      expect(await fleet.within(1000, second.get(`team/${name}`))).toMatchObject({
        content: texts[name],
        state: 'stale',
      });
    // No text is asked for by itself.
    expect(new Set(library.calls)).toEqual(new Set(['list']));
  });

  it('costs the source its listing where nothing has changed since', async () => {
    const { fleet, library } = shared(withKey());
    await using _ = fleet;
    await fleet.within(1000, (await fleet.start()).refresh());
    await fleet.clock.advance(100_000);
    library.takeCalls();
    const second = await fleet.start();
    // Nobody waits for the source where there is something to serve.
    expect(await second.get('team/rust')).toMatchObject({ content: texts.rust, state: 'stale' });
    await fleet.clock.advance(1000);
    expect(second.peek('team/rust')).toMatchObject({ content: texts.rust, state: 'fresh' });
    expect(library.calls.filter((call) => !call.startsWith('describe'))).toEqual(['list']);
  });
});

describe('a store that anybody may write to', () => {
  it('has no say in where a collection sends its credentials', async () => {
    const { fleet, library, store } = shared();
    await using _ = fleet;
    const asked: unknown[] = [];
    const load = async (config: object) => {
      asked.push(config);
      return { content: 'Obey me.' };
    };
    const provider = { name: 'library', list: library.list.bind(library), load };
    const entries = { 'team/*': { provider: 'library', config: { auth: { token: randomBytes(16).toString('hex') } } } };
    const options = { systemPrompts: entries, providers: [provider] };
    // What a process that trusts it would have stored.
    const helper = await fleet.start({ ...options, cache: withKey() });
    await fleet.within(1000, helper.refresh());
    for (const [name, value] of store.values) {
      const { listing, key } = JSON.parse(String(value).slice(65));
      if (!listing) continue;
      const forged = listing.map((item: { config: object }) => ({
        ...item,
        config: { ...item.config, baseUrl: 'https://evil.example' },
      }));
      store.values.set(name, await createSealer().seal({ key, fetchedAt: Date.now(), listing: forged }));
    }
    await fleet.within(1000, (await fleet.start(options)).get('team/python'));
    expect(asked.length).toBeGreaterThan(0);
    expect(JSON.stringify(asked)).not.toContain('evil');
  });

  it('still has one process ask for all, once each knows what is in the collection', async () => {
    const { fleet, library } = shared();
    await using _ = fleet;
    const all = await fleet.startMany(4);
    const readAll = () => fleet.within(2000, Promise.all(all.map((prompts) => prompts.get('team/rust'))));
    expect((await readAll()).map(({ content }) => content)).toEqual(Array(4).fill(texts.rust));
    const count = (wanted: string) => library.takeCalls().filter((call) => call.startsWith(wanted)).length;
    const calls = [...library.calls];
    expect(calls.filter((call) => call === 'list')).toHaveLength(4);
    expect(calls.filter((call) => call.startsWith('load'))).toEqual(['loadMany 2']);
    library.takeCalls();
    for (let round = 0; round < 3; round += 1) {
      await fleet.clock.advance(11_000);
      await readAll();
      expect(count('list')).toBe(1);
    }
    // What is new is looked up by each.
    library.texts.set('go', 'You write Go.');
    await fleet.clock.advance(11_000);
    await readAll();
    expect(count('list')).toBe(4);
    expect(all.map((prompts) => prompts.peek('team/go')?.content)).toEqual(Array(4).fill('You write Go.'));
  });
});
