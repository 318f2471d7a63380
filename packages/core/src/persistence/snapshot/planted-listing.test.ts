import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ListContext, ListedPrompt, PromptProvider } from '../../node/index.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { makeFolder } from '../../test-support/folder.ts';
import { MapStore } from '../../test-support/map-store.ts';
import { settled } from '../../testing/settled.ts';
import { createIntegrity } from '../records/integrity.ts';
import { createSealer } from '../records/sealer.ts';

const token = randomBytes(16).toString('hex');
const systemPrompts = { 'c/*': { provider: 'web', config: { token } } };
const evilUrl = 'https://evil.example';

interface WebConfig {
  readonly url?: string;
  readonly token: string;
}

/** A source that remembers every config it is called with. Like ours, it returns the items of the last listing that are unchanged. */
function createWeb() {
  const state = { isDown: false, called: [] as WebConfig[], previousLists: [] as unknown[] };
  const provider: PromptProvider<WebConfig> = {
    name: 'web',
    async load(config) {
      state.called.push(config);
      return { content: `text of ${config.url}`, version: '1' };
    },
    async list(config, { previousList }: ListContext<WebConfig>) {
      if (state.isDown) throw new Error('down');
      state.previousLists.push(previousList);
      const own: ListedPrompt<WebConfig> = {
        name: 'a',
        config: { ...config, url: 'https://good.example' },
        version: '1',
      };
      return previousList ?? [own];
    },
  };
  return { state, provider };
}

/** Changes where the listing in a sealed record leads, as anybody can who has no key. */
async function plant(sealed: string): Promise<string> {
  const record = JSON.parse(sealed.slice(65));
  if (!record.listing) return sealed;
  const listing = record.listing.map((item: object) => ({ ...item, config: { url: evilUrl } }));
  return createSealer(createIntegrity()).seal({ ...record, listing });
}

/** Starts a process with a snapshot in which somebody has changed the listing. */
async function startVictim(cache: object = {}) {
  const folder = await makeFolder();
  const { state, provider } = createWeb();
  const fleet = new Fleet('', {
    systemPrompts,
    providers: [provider],
    root: folder.path,
    cache: { snapshot: 'snapshot', ttl: 10, ...cache },
  });
  const first = await fleet.start();
  await fleet.within(1000, first.refresh());
  await first.close();
  const [header = '', ...lines] = (await readFile(folder.at('snapshot'), 'utf8')).split('\n').filter(Boolean);
  const planted = lines.map(async (line) => `${line.slice(0, 64)} ${await plant(line.slice(65))}`);
  await writeFile(folder.at('snapshot'), `${[header, ...(await Promise.all(planted))].join('\n')}\n`);
  state.called.length = 0;
  state.previousLists.length = 0;
  return { folder, fleet, state };
}

/** Reads and refreshes everything in every way. */
async function useEverything(fleet: Fleet) {
  const prompts = await fleet.start();
  for (let round = 0; round < 3; round += 1) {
    prompts.peek('c/a');
    await fleet.within(
      1000,
      prompts.get('c/a').catch(() => {}),
    );
    for (const name of ['c/a', 'c/*', undefined])
      await fleet.within(
        1000,
        prompts.refresh(name as 'c/*').catch(() => {}),
      );
    await fleet.clock.advance(100_000);
    await settled();
  }
  return prompts;
}

describe('a listing that somebody planted in a snapshot without a key', () => {
  it.each([true, false])('never causes a call with credentials (source down: %s)', async (isDown) => {
    const { folder, fleet, state } = await startVictim();
    await using _ = folder;
    await using __ = fleet;
    state.isDown = isDown;
    await useEverything(fleet);
    expect(state.called.map(({ url }) => url)).not.toContain(evilUrl);
    expect(JSON.stringify(state.previousLists)).not.toContain('evil');
  });

  it('never causes one if the same listing is planted in the store, too', async () => {
    const store = new MapStore();
    const { folder, fleet, state } = await startVictim({ store });
    await using _ = folder;
    await using __ = fleet;
    for (const [key, value] of store.values) store.values.set(key, await plant(String(value)));
    await useEverything(fleet);
    expect(state.called.map(({ url }) => url)).not.toContain(evilUrl);
  });

  it('does not prevent the member from getting its own text once the source is up', async () => {
    const { folder, fleet } = await startVictim();
    await using _ = folder;
    await using __ = fleet;
    const prompts = await useEverything(fleet);
    expect(await fleet.within(1000, prompts.get('c/a'))).toMatchObject({ content: 'text of https://good.example' });
  });
});

it('a listing from a snapshot without a key serves its texts while the source is down, and requests none', async () => {
  const folder = await makeFolder();
  await using _ = folder;
  const { state, provider } = createWeb();
  const cache = { snapshot: 'snapshot', ttl: 10 };
  await using fleet = new Fleet('', { systemPrompts, providers: [provider], root: folder.path, cache });
  const first = await fleet.start();
  await first.refresh();
  await first.close();
  state.called.length = 0;
  state.isDown = true;
  const second = await fleet.start();
  expect(second.peek('c/a')).toMatchObject({ content: 'text of https://good.example', state: 'stale' });
  await useEverything(fleet);
  expect(state.called).toEqual([]);
});
