import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PromptError } from '../node/index.ts';
import { Fleet } from '../test-support/fleet.ts';
import { LibraryProvider } from '../test-support/library-provider.ts';
import { MapStore } from '../test-support/map-store.ts';
import { createIntegrity } from './records/integrity.ts';
import { createSealer } from './records/sealer.ts';

const texts = { python: 'You write Python.', rust: 'You write Rust.' };
const systemPrompts = { 'team/*': { provider: 'library', config: {} } };

/** Creates processes that share one collection and a store. */
function collectionFleet(cache: object = {}) {
  const store = new MapStore();
  const library = new LibraryProvider(texts);
  const fleet = new Fleet('', { cache: { store, ttl: 10, ...cache }, systemPrompts, providers: [library] });
  return { store, library, fleet };
}

const withKey = () => ({ integrityKey: randomBytes(16).toString('hex') });

describe('a collection in a store', () => {
  it('is listed by one of many processes', async () => {
    const { fleet, library } = collectionFleet(withKey());
    await using _ = fleet;
    const all = await fleet.startMany(4);
    const reads = await fleet.within(2000, Promise.all(all.map((prompts) => prompts.get('team/rust'))));
    expect(reads.map(({ content }) => content)).toEqual(Array(4).fill(texts.rust));
    expect(library.calls.filter((call) => call === 'list')).toEqual(['list']);
  });

  it.each([
    ['with a key', withKey, 100_000],
    ['without a key', () => ({}), 100_000],
    ['without a key, within its TTL', () => ({}), 5000],
  ])(
    'is served as stale, with its texts, by a process that starts while the source is down: %s',
    async (_, key, ms) => {
      const { fleet, library } = collectionFleet(key());
      await using __ = fleet;
      await fleet.within(1000, (await fleet.start()).refresh());
      await fleet.clock.advance(ms);
      library.down = new PromptError('UNAVAILABLE', 'the source is down');
      library.takeCalls();
      const second = await fleet.start();
      for (const name of ['python', 'rust'] as const)
        expect(await fleet.within(1000, second.get(`team/${name}`))).toMatchObject({
          content: texts[name],
          state: 'stale',
        });
      // No text is loaded on its own.
      expect(new Set(library.calls)).toEqual(new Set(['list']));
    },
  );

  it('costs only a listing if nothing has changed', async () => {
    const { fleet, library } = collectionFleet(withKey());
    await using _ = fleet;
    await fleet.within(1000, (await fleet.start()).refresh());
    await fleet.clock.advance(100_000);
    library.takeCalls();
    const second = await fleet.start();
    // Readers do not wait for the source while there is something to serve.
    expect(await second.get('team/rust')).toMatchObject({ content: texts.rust, state: 'stale' });
    await fleet.clock.advance(1000);
    expect(second.peek('team/rust')).toMatchObject({ content: texts.rust, state: 'fresh' });
    expect(library.calls.filter((call) => !call.startsWith('describe'))).toEqual(['list']);
  });

  it('costs a listing and one call for all members if their versions differ from those of the texts', async () => {
    const { fleet, library } = collectionFleet(withKey());
    await using _ = fleet;
    const listed = library.list.bind(library);
    library.list = async (...given) =>
      (await listed(...given)).map((item) => ({ ...item, version: `edited ${item.version}` }));
    await fleet.within(1000, (await fleet.start()).refresh());
    await fleet.clock.advance(100_000);
    library.texts.set('rust', 'You write safe Rust.');
    library.takeCalls();
    const second = await fleet.start();
    expect(await second.get('team/rust')).toMatchObject({ content: texts.rust, state: 'stale' });
    await fleet.clock.advance(1000);
    expect(second.peek('team/rust')).toMatchObject({ content: 'You write safe Rust.', state: 'fresh' });
    expect(second.peek('team/python')).toMatchObject({ content: texts.python, state: 'fresh' });
    expect(library.calls.filter((call) => !call.startsWith('describe'))).toEqual(['list', 'changedSince 2', 'load']);
  });
});

describe('a store that anybody may write to', () => {
  it('cannot change where a collection sends its credentials', async () => {
    const { fleet, library, store } = collectionFleet();
    await using _ = fleet;
    const loadedConfigs: unknown[] = [];
    const load = async (config: object) => {
      loadedConfigs.push(config);
      return { content: 'Obey me.' };
    };
    const provider = { name: 'library', list: library.list.bind(library), load };
    const entries = { 'team/*': { provider: 'library', config: { auth: { token: randomBytes(16).toString('hex') } } } };
    const options = { systemPrompts: entries, providers: [provider] };
    // Stores what a process that has a key would store.
    const author = await fleet.start({ ...options, cache: withKey() });
    await fleet.within(1000, author.refresh());
    for (const [name, value] of store.values) {
      const { listing, key } = JSON.parse(String(value).slice(65));
      if (!listing) continue;
      const forged = listing.map((item: { config: object }) => ({
        ...item,
        config: { ...item.config, baseUrl: 'https://evil.example' },
      }));
      store.values.set(
        name,
        await createSealer(createIntegrity()).seal({ key, fetchedAt: Date.now(), listing: forged }),
      );
    }
    await fleet.within(1000, (await fleet.start(options)).get('team/python'));
    expect(loadedConfigs.length).toBeGreaterThan(0);
    expect(JSON.stringify(loadedConfigs)).not.toContain('evil');
  });

  it('lets one process fetch for all once each of them knows the members', async () => {
    const { fleet, library } = collectionFleet();
    await using _ = fleet;
    const all = await fleet.startMany(4);
    const readAll = () => fleet.within(2000, Promise.all(all.map((prompts) => prompts.get('team/rust'))));
    expect((await readAll()).map(({ content }) => content)).toEqual(Array(4).fill(texts.rust));
    const countLists = () => library.takeCalls().filter((call) => call === 'list').length;
    const calls = [...library.calls];
    expect(calls.filter((call) => call === 'list')).toHaveLength(4);
    expect(calls.filter((call) => call.startsWith('load'))).toEqual(['loadMany 2']);
    library.takeCalls();
    for (let round = 0; round < 3; round += 1) {
      await fleet.clock.advance(11_000);
      await readAll();
      expect(countLists()).toBe(1);
    }
    // A listing that has changed is fetched by each.
    library.texts.set('go', 'You write Go.');
    await fleet.clock.advance(11_000);
    await readAll();
    expect(countLists()).toBe(4);
    expect(all.map((prompts) => prompts.peek('team/go')?.content)).toEqual(Array(4).fill('You write Go.'));
  });
});
