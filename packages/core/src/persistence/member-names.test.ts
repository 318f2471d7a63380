import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ListedPrompt, PromptError, type PromptProvider } from '../node/index.ts';
import { Fleet } from '../test-support/fleet.ts';
import { makeFolder } from '../test-support/folder.ts';
import { MapStore } from '../test-support/map-store.ts';
import { MemoryBus } from '../test-support/memory-bus.ts';

const systemPrompts = { 'c/*': { provider: 'files', config: {} } };
const integrityKey = randomBytes(16).toString('hex');

interface FileConfig {
  readonly path?: string;
}

const fileOf = (path: string): ListedPrompt<FileConfig> => {
  const [name = '', extension] = path.split(/(?=\.)/);
  return { name, extension, config: { path }, version: path };
};

/** A source of files. */
function createFiles(...paths: string[]) {
  const source = { listing: paths.map(fileOf), down: undefined as Error | undefined, lists: 0 };
  const provider: PromptProvider<FileConfig> = {
    name: 'files',
    async load({ path }) {
      if (source.down) throw source.down;
      return { content: `text of ${path}`, version: path };
    },
    async list() {
      source.lists += 1;
      if (source.down) throw source.down;
      return source.listing;
    },
  };
  return { source, provider };
}

const alike = {
  'c/review.md': 'text of review.md',
  'c/review.txt': 'text of review.txt',
};

const textsOf = (prompts: Awaited<ReturnType<Fleet['start']>>) =>
  Object.fromEntries(prompts.list().map(({ name }) => [name, prompts.peek(name)?.content]));

describe('alike members', () => {
  it('have the same names in a process that takes the listing from the store', async () => {
    const { source, provider } = createFiles('review.md', 'review.txt');
    const cache = { store: new MapStore(), ttl: 100, integrityKey };
    await using fleet = new Fleet('', { systemPrompts, providers: [provider], cache });
    await fleet.within(1000, (await fleet.start()).refresh());
    source.down = new PromptError('UNAVAILABLE', 'down');
    const second = await fleet.start();
    await fleet.within(1000, second.get('c/review.md'));
    expect(textsOf(second)).toEqual(alike);
    expect(source.lists).toBe(1);
  });

  it.each([undefined, integrityKey])(
    'have the same names after a restart from a snapshot (integrityKey: %s)',
    async (key) => {
      const { source, provider } = createFiles('review.md', 'review.txt');
      await using folder = await makeFolder();
      const cache = { snapshot: 'snapshot', ttl: 100, ...(key && { integrityKey: key }) };
      await using fleet = new Fleet('', { systemPrompts, providers: [provider], root: folder.path, cache });
      const first = await fleet.start();
      await first.refresh();
      expect(textsOf(first)).toEqual(alike);
      await first.close();
      source.down = new PromptError('UNAVAILABLE', 'down');
      expect(textsOf(await fleet.start())).toEqual(alike);
    },
  );

  it('keep their names where the text of one of them is lost', async () => {
    const { source, provider } = createFiles('review.md', 'review.txt');
    const store = new MapStore();
    const cache = { store, ttl: 100, integrityKey };
    await using fleet = new Fleet('', { systemPrompts, providers: [provider], cache });
    await fleet.within(1000, (await fleet.start()).refresh());
    for (const [key, value] of store.values) if (String(value).includes('text of review.txt')) store.values.delete(key);
    await fleet.clock.advance(200_000);
    source.down = new PromptError('UNAVAILABLE', 'down');
    const second = await fleet.start();
    await fleet.within(1000, second.get('c/review.md'));
    expect(textsOf(second)).toEqual({ 'c/review.md': 'text of review.md' });
  });
});

it('a member whose config changes is announced to other processes, even without a version', async () => {
  const { source, provider } = createFiles();
  const item = (path: string): ListedPrompt<FileConfig> => ({ name: 'live', config: { path } });
  source.listing = [item('v1')];
  const cache = { bus: new MemoryBus(), ttl: 1000 };
  await using fleet = new Fleet('', { systemPrompts, providers: [provider], cache });
  const [first, second] = await fleet.startMany(2);
  if (!first || !second) throw new Error('expected two processes');
  await fleet.within(1000, Promise.all([first.get('c/live'), second.get('c/live')]));
  source.listing = [item('v2')];
  await first.refresh();
  await fleet.clock.advance(1000);
  for (const prompts of [first, second])
    expect(prompts.peek('c/live')).toMatchObject({ content: 'text of v2', state: 'fresh' });
});
