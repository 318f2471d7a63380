import { expect, it } from 'vitest';
import { createPrompts } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

const ttlMs = 60_000;

/** Serves a collection with one member, whose listing gives a version that its text does not name. */
async function serve() {
  const clock = fakeClock();
  const source = { text: 'one', version: '1', listings: 0, loads: 0 };
  const provider = {
    name: 'p',
    async load() {
      source.loads += 1;
      return { content: source.text };
    },
    async list() {
      source.listings += 1;
      return [{ name: 'a', config: { id: 'a' }, version: source.version }];
    },
  };
  const prompts = await createPrompts({
    systemPrompts: {
      'c/*': { provider: 'p', config: {}, required: true, cache: { ttl: ttlMs / 1000 } },
      often: { provider: 'p', config: { id: 'a' }, cache: { ttl: 10 } },
    },
    providers: [provider],
    clock,
    preload: false,
  });
  async function list(): Promise<void> {
    await clock.advance(ttlMs);
    await prompts.get('c/a');
    await settled();
  }
  await settled();
  source.loads = 0;
  return { prompts, clock, source, list };
}

it('loads a member less and less often if its version changes but its text does not', async () => {
  const { prompts, source, list } = await serve();
  source.version = '2';
  for (let listing = 0; listing < 100; listing += 1) await list();
  expect(prompts.peek('c/a')).toMatchObject({ content: 'one', state: 'fresh' });
  expect(source.loads).toBeLessThanOrEqual(9);
  // A listing that is asked for loads it in any case.
  source.loads = 0;
  await prompts.refresh('c/*');
  expect(source.loads).toBe(1);
  await prompts.close();
});

it('loads a text that is deployed after its version', async () => {
  const { prompts, source, list } = await serve();
  source.version = '2';
  for (let listing = 0; listing < 10; listing += 1) await list();
  source.text = 'two';
  for (let listing = 0; listing < 10; listing += 1) await list();
  expect(prompts.peek('c/a')?.content).toBe('two');
  source.loads = 0;
  for (let listing = 0; listing < 10; listing += 1) await list();
  expect(source.loads).toBe(0);
  await prompts.close();
});

it('lists a collection even if another entry with the same source keeps a member fresh', async () => {
  const { prompts, clock, source } = await serve();
  await prompts.get('c/a');
  source.listings = 0;
  for (let second = 0; second < 180; second += 5) {
    await clock.advance(5000);
    prompts.peek('often');
    await settled();
    prompts.peek('c/a');
  }
  expect(source.listings).toBeGreaterThanOrEqual(2);
  await prompts.close();
});
