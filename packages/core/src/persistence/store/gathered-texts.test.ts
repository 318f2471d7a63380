import { expect, it } from 'vitest';
import type { ListedPrompt, PromptHook, PromptProvider } from '../../index.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { putLease } from '../../test-support/put-lease.ts';

const ttl = 100;

/** Makes `both` of two members of a collection, which a prompt must therefore show together. */
const joining: PromptHook = {
  name: 'joining',
  names: ['both'],
  async loaded(template, _, { read }) {
    const parts = [await read('c/x'), await read('c/y')];
    return { ...template, content: parts.map(({ content }) => content).join(' ') };
  },
};

/** A source of two pages of one version. */
class Pages implements PromptProvider<{ page?: string }> {
  readonly name = 'pages';
  version = 1;
  /** The pages that were loaded. */
  readonly loads: string[] = [];

  async load({ page = '' }: { page?: string }) {
    this.loads.push(page);
    return { content: `${page}${this.version}` };
  }

  async list(): Promise<ListedPrompt<{ page?: string }>[]> {
    return ['x', 'y'].map((page) => ({ name: page, config: { page }, version: `${this.version}` }));
  }
}

async function startFleet() {
  const store = new MapStore();
  const pages = new Pages();
  const fleet = new Fleet('', {
    systemPrompts: {
      'c/*': { provider: 'pages', config: {} },
      x: { provider: 'pages', config: { page: 'x' }, cache: { ttl: 20 } },
      both: 'both',
    },
    providers: [pages],
    hooks: [joining],
    cache: { store, ttl },
  });
  const prompts = await fleet.start();
  await fleet.within(1000, prompts.get('both'));
  return { store, pages, fleet, prompts };
}

it('lets other processes load a text that waits for one which another process loads', async () => {
  const { store, pages, fleet, prompts } = await startFleet();
  await using _ = fleet;
  const other = await fleet.start();
  await fleet.within(1000, other.get('both'));
  pages.version = 2;
  pages.loads.length = 0;
  await fleet.clock.advance(ttl * 1000);
  const dayMs = 86_400_000;
  const lease = { owner: 'nobody', until: Date.now() + dayMs, lasts: dayMs };
  await putLease(store, lease, undefined, (record) => JSON.stringify(record).includes('y1'));
  prompts.peek('c/x');
  await fleet.clock.advance(2000);
  expect(pages.loads).toEqual(['x']);
  expect(prompts.peek('both')).toMatchObject({ content: 'x1 y1', state: 'stale' });
  other.peek('x');
  await fleet.clock.advance(15_000);
  expect(pages.loads).toEqual(['x', 'x']);
});

it('loads a text while one of the same call that came from the store waits for it', async () => {
  const { pages, fleet, prompts } = await startFleet();
  await using _ = fleet;
  const other = await fleet.start();
  await fleet.within(1000, other.get('both'));
  pages.version = 2;
  await fleet.clock.advance(ttl * 1000 + 1);
  await fleet.within(1000, prompts.get('x'));
  other.peek('c/x');
  await fleet.clock.advance(3000);
  expect(other.peek('both')).toMatchObject({ content: 'x2 y2', state: 'fresh' });
});
