import { describe, expect, it } from 'vitest';
import type { PromptHook } from './node/index.ts';
import { type Folder, makeFolder } from './test-support/folder.ts';
import { including, serve } from './test-support/serve-desk.ts';
import { settled } from './testing/settled.ts';

const desk = (id: string, more: object = {}) => ({ provider: 'desk', config: { id }, ...more });
const parts = { 'parts/*': { provider: 'desk', config: {} } };

/** Reads `part`, and includes it only as `{{> part}}` does. Names that do not exist become empty. */
const lenient: PromptHook = {
  name: 'lenient',
  async loaded(template, _, { read }) {
    const [, part] = /\{\{> (.+)\}\}/.exec(template.content) ?? [];
    if (part === undefined) return template;
    const content = await read(part).then(
      (prompt) => prompt.content,
      () => 'nothing',
    );
    return { ...template, content: template.content.replace(/\{\{> (.+)\}\}/, content) };
  },
};

/** Loads a page and what it includes, and closes. The next process has its snapshot. */
async function leaveSnapshot(folder: Folder, texts: Record<string, string>, entries: Record<string, object>) {
  const { prompts } = await serve({ texts, entries, cache: { snapshot: folder.at('snapshot') } });
  await prompts.refresh();
  await prompts.close();
}

describe('after a restart from the snapshot', () => {
  const texts = { page: 'p {{> part}} {{> parts/inner}}', part: '1 {{> inner}}', inner: '2' };
  const entries = { page: desk('page', { required: true }), part: desk('part'), inner: desk('inner'), ...parts };

  it.each([
    ['down', () => new Error('down'), true],
    ['silent', () => new Promise<never>(() => {}), true],
    ['not asked yet', () => 'new', false],
  ])('a prompt is served at once, made once, while its sources are %s', async (_, answer, preload) => {
    await using folder = await makeFolder();
    await leaveSnapshot(folder, texts, entries);
    const counts = {};
    const later = await serve({
      texts: Object.fromEntries(Object.keys(texts).map((id) => [id, answer()])) as Record<string, Error>,
      entries,
      counts,
      preload,
      cache: { snapshot: folder.at('snapshot') },
    });
    expect(later.prompts.peek('page')).toMatchObject({ content: 'p 1 2 2', state: 'stale' });
    expect(counts).toMatchObject({ page: 1, part: 1, inner: 1 });
    await later.prompts.close();
  });

  it('a member takes on a part once its listing is confirmed', async () => {
    await using folder = await makeFolder();
    const kept = { part: '1', member: 'm {{> part}}' };
    await leaveSnapshot(folder, kept, { part: desk('part'), ...parts });
    const cache = { snapshot: folder.at('snapshot') };
    const { desk: source, prompts } = await serve({ texts: kept, entries: { part: desk('part'), ...parts }, cache });
    await settled();
    expect(prompts.peek('parts/member')?.content).toBe('m 1');
    source.texts.set('part', '2');
    expect((await prompts.refresh('part')).changed).toEqual(['part', 'parts/member']);
    await prompts.close();
  });

  it('a fallback that reads a part does not keep createPrompts waiting', async () => {
    await using folder = await makeFolder();
    const { prompts, desk: source } = await serve({
      texts: { page: new Error('down') },
      entries: { page: desk('page', { fallback: 'f {{> part}}' }), part: desk('silent') },
      cache: { snapshot: folder.at('snapshot') },
    });
    source.texts.set('silent', '1');
    await prompts.refresh('part');
    expect(prompts.peek('page')).toMatchObject({ content: 'f 1', state: 'fallback' });
    await prompts.close();
  });
});

describe('a hook that fails after a part has changed', () => {
  it.each([
    ['text of the configuration', 'p', 'part'],
    ['text of a source', desk('page'), 'part'],
    ['text that arrived together with the part', desk('page'), undefined],
  ])('leaves a stale %s, and runs again with a later read', async (_, page, refreshed) => {
    let isUp = true;
    const hook: PromptHook = {
      name: 'checks',
      names: ['page'],
      async loaded(template, _entry, { read }) {
        const { content } = await read('part');
        if (!isUp) throw new Error('the checker is down');
        return { ...template, content: `${template.content} ${content}` };
      },
    };
    const entries = { page, part: desk('part') };
    const { desk: source, prompts, clock } = await serve({ texts: { page: 'p', part: '1' }, entries, hooks: [hook] });
    await prompts.get('page');
    isUp = false;
    source.texts.set('part', '2');
    await prompts.refresh(refreshed as string);
    expect(prompts.peek('page')).toMatchObject({ content: 'p 1', state: 'stale' });
    await settled();
    isUp = true;
    await clock.advance(10_000);
    prompts.peek('page');
    await settled();
    expect(prompts.peek('page')).toMatchObject({ content: 'p 2', state: 'fresh' });
    await prompts.close();
  });

  it('makes everything that includes the prompt stale', async () => {
    const refusing: PromptHook = {
      name: 'refuses',
      names: ['left'],
      loaded: (template) => {
        if (template.content.includes('2')) throw new Error('refused');
        return template;
      },
    };
    const entries = { top: '{{> left}} {{> right}}', left: 'l{{> base}}', right: 'r{{> base}}', base: desk('base') };
    const { desk: source, prompts } = await serve({ texts: { base: '1' }, entries, hooks: [including(), refusing] });
    await prompts.get('top');
    source.texts.set('base', '2');
    await prompts.refresh('base');
    expect(prompts.peek('left')).toMatchObject({ content: 'l1', state: 'stale' });
    expect(prompts.peek('top')).toMatchObject({ content: 'l1 r2', state: 'stale' });
    source.texts.set('base', '3');
    await prompts.refresh('base');
    expect(prompts.peek('top')).toMatchObject({ content: 'l3 r3', state: 'fresh' });
    await prompts.close();
  });
});

describe('a circle that a hook tolerates', () => {
  it('comes to an end, even if the texts differ each time', async () => {
    let runs = 0;
    const hook: PromptHook = {
      name: 'counts',
      async loaded(template, { name }, { read }) {
        runs += 1;
        const other = await read(name === 'a' ? 'b' : 'a').catch(() => undefined);
        return { ...template, content: `${name}${runs} ${other?.content.slice(0, 1)}` };
      },
    };
    const { prompts } = await serve({ texts: { a: 'a', b: 'b' }, hooks: [hook] });
    expect((await prompts.get('a')).content).toMatch(/^a\d/);
    expect((await prompts.get('b')).content).toMatch(/^b\d/);
    expect(runs).toBeLessThan(10);
    await prompts.close();
  });

  it('is noticed when it opens', async () => {
    const { desk: source, prompts } = await serve({ texts: { a: 'a {{> b}}', b: 'b {{> a}}' }, hooks: [lenient] });
    await prompts.get('a');
    source.texts.set('a', 'a alone');
    await prompts.refresh('a');
    expect(prompts.peek('b')?.content).toBe('b a alone');
    await prompts.close();
  });
});

describe('a part that is missing from its collection', () => {
  it('is listed again by reads of what includes it, once the listing is past its TTL', async () => {
    const texts = { other: 'o' };
    const entries = { page: 'p {{> parts/late}}', ...parts };
    const { desk: source, prompts, clock } = await serve({ texts, entries, hooks: [lenient] });
    expect((await prompts.get('page')).content).toBe('p nothing');
    source.texts.set('late', '1');
    await clock.advance(301_000);
    expect(prompts.peek('page')).toMatchObject({ content: 'p nothing', state: 'stale' });
    await settled();
    expect(prompts.peek('page')).toMatchObject({ content: 'p 1', state: 'fresh' });
    await prompts.close();
  });

  it('costs no call of the source that includes it', async () => {
    const texts = { page: 'p', other: 'o {{> parts/missing}}' };
    const entries = {
      page: desk('page'),
      other: desk('other'),
      'parts/*': { provider: 'desk', config: { none: true } },
    };
    const { desk: source, prompts } = await serve({ texts, entries });
    await prompts.get('page');
    source.texts.set('page', 'p {{> parts/missing}}');
    await prompts.refresh('page');
    source.calls.length = 0;
    for (let read = 0; read < 5; read += 1) {
      expect(prompts.peek('page')?.content).toBe('p');
      await expect(prompts.get('other')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(source.calls).toEqual([]);
    await prompts.close();
  });
});

describe('the limits of a part', () => {
  it('count for what includes it: past staleWhileRevalidate, a read waits for the new text', async () => {
    const cache = { ttl: 10, staleWhileRevalidate: 20 };
    const entries = { page: 'p {{> part}}', part: desk('part', { cache }) };
    const { desk: source, prompts, clock } = await serve({ texts: { part: '1' }, entries });
    await prompts.get('page');
    source.texts.set('part', '2');
    await clock.advance(40_000);
    expect((await prompts.get('page')).content).toBe('p 2');
    source.texts.set('part', new Error('down'));
    await clock.advance(40_000);
    expect(await prompts.get('page')).toMatchObject({ content: 'p 2', state: 'stale' });
    await prompts.close();
  });

  it('count for a page that is loaded later', async () => {
    const entries = { page: desk('page'), part: desk('part', { cache: { ttl: 10 } }) };
    const texts = { page: 'p {{> part}}', part: '1' };
    const { prompts, clock } = await serve({ texts, entries, preload: false });
    await prompts.get('part');
    await clock.advance(20_000);
    expect(await prompts.get('page')).toMatchObject({ content: 'p 1', state: 'stale' });
    await prompts.close();
  });
});

it('a member that reads an entry with the same source as another member does not wait for itself', async () => {
  const texts = { part: '1', member: 'm {{> part}}' };
  const { prompts } = await serve({ texts, entries: { part: desk('part'), ...parts } });
  expect((await prompts.get('parts/member')).content).toBe('m 1');
  expect((await prompts.refresh()).failed).toEqual([]);
  await prompts.close();
});

it('a prompt takes on a part that changes while it waits for another, unchanged so far', async () => {
  const texts = { one: '1', two: '1' };
  const entries = { page: 'p {{> one}} {{> two}}', one: desk('one'), two: desk('two') };
  const { desk: source, prompts } = await serve({ texts, entries });
  await prompts.get('page');
  const provideTwo = source.delay('two');
  const refreshing = prompts.refresh(['one', 'two']);
  await settled();
  provideTwo('2');
  await refreshing;
  expect(prompts.peek('page')?.content).toBe('p 1 2');
  await prompts.close();
});

it('the TTL of a text that waits for another one begins when it arrives', async () => {
  const texts = { one: '1', two: '1' };
  const entries = { page: 'p {{> one}} {{> two}}', one: desk('one', { cache: { ttl: 10 } }), two: desk('two') };
  const { desk: source, prompts, clock } = await serve({ texts, entries });
  await prompts.get('page');
  source.texts.set('one', '2');
  const provideTwo = source.delay('two');
  const refreshing = prompts.refresh(['one', 'two']);
  await clock.advance(20_000);
  provideTwo('2');
  await refreshing;
  expect(prompts.peek('page')).toMatchObject({ content: 'p 2 2', state: 'stale' });
  await prompts.close();
});

describe('the work that a change causes', () => {
  it('does not grow with names that were read in vain', async () => {
    const counts: Record<string, number> = {};
    const collection = { provider: 'desk', config: {}, fallback: 'f {{> part}}' };
    const entries = { part: desk('part'), 'parts/*': collection };
    const { desk: source, prompts } = await serve({ texts: { part: '1' }, entries, counts, preload: false });
    source.list = () => Promise.reject(new Error('down'));
    for (let index = 0; index < 20; index += 1) expect((await prompts.get(`parts/${index}`)).content).toBe('f 1');
    const runs = () => Object.values(counts).reduce((sum, count) => sum + count, 0);
    const before = runs();
    source.texts.set('part', '2');
    await prompts.refresh('part');
    expect(runs() - before).toBe(1);
    await prompts.close();
  });

  it('is one run for each text that arrives, also if a moment waits and becomes part of another', async () => {
    const counts: Record<string, number> = {};
    const texts = { page: '{{> one}} {{> two}} {{> three}}', one: '1', two: '1', three: '1' };
    const { desk: source, prompts } = await serve({ texts, counts });
    await prompts.get('page');
    const before = counts.page ?? 0;
    const provideOne = source.delay('one');
    source.texts.set('two', '2');
    const refreshing = prompts.refresh(['one', 'two']);
    await settled();
    source.texts.set('three', '2');
    const refreshingThree = prompts.refresh('three');
    await settled();
    provideOne('2');
    await Promise.all([refreshing, refreshingThree]);
    expect(prompts.peek('page')?.content).toBe('2 2 2');
    expect((counts.page ?? 0) - before).toBe(3);
    await prompts.close();
  });

  it('grows with the length of a chain, not with its square', async () => {
    const names = Array.from({ length: 300 }, (_, index) => [`c${index + 1}`, `{{> c${index}}}`]);
    const counts: Record<string, number> = {};
    const { desk: source, prompts } = await serve({
      texts: { c0: '1' },
      entries: { ...Object.fromEntries(names), c0: desk('c0') },
      counts,
    });
    expect((await prompts.get('c300')).content).toBe('1');
    for (const name of Object.keys(counts)) counts[name] = 0;
    source.texts.set('c0', '2');
    expect((await prompts.refresh('c0')).changed).toHaveLength(301);
    expect(prompts.peek('c300')?.content).toBe('2');
    expect(Math.max(...Object.values(counts))).toBe(1);
    await prompts.close();
  });
});

it('a name of any type is an error of the hook that reads it', async () => {
  const hook: PromptHook = {
    name: 'odd',
    names: ['page'],
    loaded: async (template, _, { read }) => ({ ...template, ...(await read(undefined as never)) }),
  };
  const { prompts } = await serve({ texts: { page: 'p' }, hooks: [hook] });
  await expect(prompts.get('page')).rejects.toMatchObject({ code: 'PROMPT_UNKNOWN' });
  await prompts.close();
});
