import { describe, expect, it } from 'vitest';
import { createPrompts, type ListedPrompt } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

/** Serves collections whose listing a test replaces: the id of the text by name. */
async function serve(index: Record<string, string>, options: { withVersion?: boolean; entries?: object } = {}) {
  const clock = fakeClock();
  const source = { index, listing: undefined as ListedPrompt[] | undefined };
  const toItem = ([name, id]: [string, string]): ListedPrompt => ({
    name,
    config: { id },
    ...(options.withVersion && { version: id }),
  });
  const provider = {
    name: 'p',
    load: async ({ id }: { id: string }) => ({ content: `text ${id}`, version: id }),
    list: async () => source.listing ?? Object.entries(source.index).map(toItem),
  };
  const start = () =>
    createPrompts({
      systemPrompts: { 'c/*': { provider: 'p', config: {}, required: true }, ...options.entries },
      providers: [provider],
      cache: { ttl: 300 },
      clock,
    });
  const prompts = await start();
  await settled();
  const events: string[] = [];
  for (const event of ['change', 'error', 'stale', 'recovered'] as const)
    prompts.on(event, ({ name }) => events.push(`${event} ${name}`));
  return { prompts, clock, source, start, events };
}

type Served = Awaited<ReturnType<typeof serve>>['prompts'];

/** The text and state of each member. */
const read = (prompts: Served) =>
  Object.fromEntries(
    prompts.list().map(({ name }) => [name, [prompts.peek(name)?.content, prompts.peek(name)?.state].join()]),
  );

describe.each([false, true])('a member (its listing has versions: %s)', (withVersion) => {
  it('has the text that its name leads to when an index is re-pointed', async () => {
    const { prompts, source, start } = await serve({ production: 'v1', canary: 'v2' }, { withVersion });
    source.index = { production: 'v2', canary: 'v3' };
    expect(await prompts.refresh('c/*')).toEqual({ changed: ['c/production', 'c/canary'], unchanged: [], failed: [] });
    const expected = { 'c/production': 'text v2,fresh', 'c/canary': 'text v3,fresh' };
    expect(read(prompts)).toEqual(expected);
    // A process that starts now agrees.
    expect(read(await start())).toEqual(expected);
  });

  it('swaps its text with another one', async () => {
    const { prompts, source } = await serve({ a: '1', b: '2' }, { withVersion });
    source.index = { a: '2', b: '1' };
    await prompts.refresh('c/*');
    expect(read(prompts)).toEqual({ 'c/a': 'text 2,fresh', 'c/b': 'text 1,fresh' });
  });

  it('changes when its config moves to a text that another entry has loaded already', async () => {
    const entries = { next: { provider: 'p', config: { id: 'v2' }, required: true } };
    const { prompts, clock, source, events } = await serve({ live: 'v1' }, { withVersion, entries });
    source.index = { live: 'v2' };
    expect(await prompts.refresh('c/*')).toEqual({ changed: ['c/live'], unchanged: [], failed: [] });
    expect(read(prompts)).toEqual({ 'c/live': 'text v2,fresh', next: 'text v2,fresh' });
    expect(events).toEqual(['change c/live']);
    await clock.advance(300_000);
    prompts.peek('c/live');
    await settled();
    expect(prompts.peek('c/live')).toMatchObject({ content: 'text v2', version: 'v2', state: 'fresh' });
  });

  it('shares the text of another name for the same source', async () => {
    const { prompts, source } = await serve({ a: '1', b: '1' }, { withVersion });
    expect(read(prompts)).toEqual({ 'c/a': 'text 1,fresh', 'c/b': 'text 1,fresh' });
    source.index = { b: '1' };
    await prompts.refresh('c/*');
    expect(read(prompts)).toEqual({ 'c/a': 'text 1,stale', 'c/b': 'text 1,fresh' });
  });
});

describe('equal names', () => {
  const files = (...extensions: string[]): ListedPrompt[] =>
    extensions.map((extension) => ({ name: 'review', extension, config: { id: `review${extension}` } }));

  it('are the same in a running process and in one that starts later', async () => {
    const { prompts, source, start, events } = await serve({ review: 'review.md' });
    source.listing = files('.md', '.txt');
    await prompts.refresh('c/*');
    const fresh = { 'c/review.md': 'text review.md,fresh', 'c/review.txt': 'text review.txt,fresh' };
    expect(read(await start())).toEqual(fresh);
    // The text that the bare name had stays, as stale.
    expect(read(prompts)).toEqual({ 'c/review': 'text review.md,stale', ...fresh });
    await prompts.refresh('c/*');
    expect(events.filter((event) => event === 'error c/*')).toEqual(['error c/*']);
  });

  it('are named by the error of the bare name', async () => {
    const { prompts, source, start } = await serve({});
    source.listing = files('.md', '.txt');
    const errors: unknown[] = [];
    prompts.on('error', ({ name, error }) => errors.push([name, error.code]));
    await prompts.refresh('c/*');
    expect(errors).toEqual([['c/*', 'CONFIG_INVALID']]);
    for (const process of [prompts, await start()])
      await expect(process.get('c/review')).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        prompt: 'c/review',
        message: expect.stringContaining("'c/review.md', 'c/review.txt'"),
      });
  });

  it('are not all named by the error if they are many', async () => {
    const { prompts, source } = await serve({});
    source.listing = files(...Array.from({ length: 1000 }, (_, index) => `.${index}`));
    await prompts.refresh('c/*');
    await expect(prompts.get('c/review')).rejects.toMatchObject({
      message: expect.stringMatching(/'c\/review\.9' \(and 990 more\), or rename/),
    });
  });

  it('become the bare name again when only one of them is left', async () => {
    const { prompts, source } = await serve({});
    source.listing = files('.md', '.txt');
    await prompts.refresh('c/*');
    source.listing = files('.txt');
    await prompts.refresh('c/*');
    expect(read(prompts)).toMatchObject({ 'c/review': 'text review.txt,fresh' });
    expect((await prompts.get('c/review')).state).toBe('fresh');
  });
});

it.each(['outer', 'inner'])(
  'of two collections the one with the longer prefix owns a name, if %s is slow',
  async (slow) => {
    const provider = {
      name: 'p',
      load: async ({ id }: { id: string }) => ({ content: id }),
      async list({ which }: { which: string }) {
        if (which === slow) await settled(3);
        return which === 'outer'
          ? ['b/x', 'y'].map((name) => ({ name, config: { id: `outer ${name}` } }))
          : [{ name: 'x', config: { id: 'inner x' } }];
      },
    };
    await using prompts = await createPrompts({
      systemPrompts: {
        'a/*': { provider: 'p', config: { which: 'outer' }, required: true },
        'a/b/*': { provider: 'p', config: { which: 'inner' }, required: true },
      },
      providers: [provider],
    });
    expect((await prompts.get('a/b/x')).content).toBe('inner x');
    expect(
      prompts
        .list()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['a/b/x', 'a/y']);
  },
);
