import { describe, expect, it } from 'vitest';
import { createPrompts, type PromptHook, type Prompts } from './node/index.ts';
import { DeskProvider } from './test-support/desk-provider.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { MapStore } from './test-support/map-store.ts';
import { including, serve } from './test-support/serve-desk.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

describe('a prompt that a hook makes of others', () => {
  it('changes with them, without a call of its own source', async () => {
    const { desk, prompts } = await serve({ texts: { page: 'Be {{> tone}}.', tone: 'kind' } });
    expect((await prompts.get('page')).content).toBe('Be kind.');
    const changes: string[] = [];
    prompts.on('change', ({ name, prompt }) => changes.push(`${name}: ${prompt.content}`));
    desk.texts.set('tone', 'brief');
    desk.calls.length = 0;
    expect(await prompts.refresh('tone')).toEqual({ changed: ['tone', 'page'], unchanged: [], failed: [] });
    expect(prompts.peek('page')?.content).toBe('Be brief.');
    expect(changes.toSorted()).toEqual(['page: Be brief.', 'tone: brief']);
    expect(desk.calls).toEqual(['tone']);
    await prompts.close();
  });

  it('remains the same object if a dependency is loaded again without a change', async () => {
    const counts = {};
    const { prompts } = await serve({ texts: { page: 'Be {{> tone}}.', tone: 'kind' }, counts });
    const before = await prompts.get('page');
    expect(await prompts.refresh('tone')).toEqual({ changed: [], unchanged: ['tone'], failed: [] });
    expect(prompts.peek('page')).toBe(before);
    expect(counts).toEqual({ page: 1, tone: 2 });
    await prompts.close();
  });

  it('contains its dependencies as their own `loaded` hooks made them, through any number of levels', async () => {
    const { desk, prompts } = await serve({ texts: { a: 'a {{> b}}', b: 'b {{> c}}', c: 'c {{> d}}', d: '1' } });
    expect((await prompts.get('a')).content).toBe('a b c 1');
    desk.texts.set('d', '2');
    expect((await prompts.refresh('d')).changed.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(prompts.peek('a')?.content).toBe('a b c 2');
    await prompts.close();
  });

  it('is made once for a change that reaches it through two dependencies', async () => {
    const counts: Record<string, number> = {};
    const texts = { top: '{{> left}} {{> right}}', left: 'l{{> base}}', right: 'r{{> base}}', base: '1' };
    const { desk, prompts } = await serve({ texts, counts });
    expect((await prompts.get('top')).content).toBe('l1 r1');
    desk.texts.set('base', '2');
    const seen: string[] = [];
    prompts.on('change', () => seen.push(prompts.peek('top')?.content ?? ''));
    for (const name of Object.keys(counts)) counts[name] = 0;
    await prompts.refresh('base');
    expect(counts).toEqual({ top: 1, left: 1, right: 1, base: 1 });
    expect(new Set(seen)).toEqual(new Set(['l2 r2']));
    await prompts.close();
  });

  it('is made once for each of a thousand dependents', async () => {
    const pages = Array.from({ length: 1000 }, (_, index) => [`page-${index}`, `${index} {{> part}}`]);
    const counts: Record<string, number> = {};
    const entries = { ...Object.fromEntries(pages), part: { provider: 'desk', config: { id: 'part' } } };
    const { desk, prompts } = await serve({ texts: { part: 'one' }, entries, counts });
    await prompts.get('page-999');
    await settled();
    desk.texts.set('part', 'two');
    expect((await prompts.refresh('part')).changed).toHaveLength(1001);
    expect(prompts.peek('page-0')?.content).toBe('0 two');
    expect(prompts.peek('page-999')?.content).toBe('999 two');
    expect(Math.max(...Object.values(counts))).toBe(2);
    await prompts.close();
  });

  it('is made separately for each of the entries that share a source', async () => {
    const source = { provider: 'desk', config: { id: 'page' } };
    const entries = {
      one: source,
      two: { ...source, syntax: 'none' },
      tone: { provider: 'desk', config: { id: 'tone' } },
    };
    const { desk, prompts } = await serve({ texts: { page: 'Be {{> tone}}.', tone: 'kind' }, entries });
    expect((await prompts.get('one')).content).toBe('Be kind.');
    expect((await prompts.get('two')).content).toBe('Be kind.');
    desk.texts.set('tone', 'brief');
    expect((await prompts.refresh('tone')).changed.toSorted()).toEqual(['one', 'tone', 'two']);
    await prompts.close();
  });

  it.each(['page first', 'part first'])('contains a part of the same batch: %s', async (order) => {
    const library = new LibraryProvider({ page: 'p {{> part}}', part: '1' });
    const names = order === 'page first' ? ['page', 'part'] : ['part', 'page'];
    const systemPrompts = Object.fromEntries(names.map((id) => [id, { provider: 'library', config: { id } }]));
    await using prompts: Prompts = await createPrompts({ systemPrompts, providers: [library], hooks: [including()] });
    expect((await prompts.get('page')).content).toBe('p 1');
    library.texts.set('page', 'q {{> part}}');
    library.texts.set('part', '2');
    const seen: string[] = [];
    prompts.on('change', () => seen.push(prompts.peek('page')?.content ?? ''));
    await prompts.refresh();
    expect(seen).toEqual(['q 2', 'q 2']);
  });

  it('contains the members of a collection, even one that appears later', async () => {
    const library = new LibraryProvider({ tone: 'kind' });
    const systemPrompts = {
      'parts/*': { provider: 'library', config: {} },
      page: 'Be {{> parts/tone}}.',
      other: '{{> parts/new}}',
    };
    await using prompts: Prompts = await createPrompts({
      systemPrompts,
      providers: [library],
      hooks: [including()],
      logger: false,
    });
    expect((await prompts.get('page')).content).toBe('Be kind.');
    await expect(prompts.get('other')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    library.texts.set('tone', 'brief');
    library.texts.set('new', 'here');
    await prompts.refresh('parts/*');
    expect(prompts.peek('page')?.content).toBe('Be brief.');
    expect(prompts.peek('other')?.content).toBe('here');
  });
});

describe('texts that are published together', () => {
  it('are never served mixed if one refresh has changed both, whichever arrives first', async () => {
    const { desk, prompts } = await serve({ texts: { page: '{{> one}} {{> two}}', one: '1', two: '1', alone: '1' } });
    expect((await prompts.get('page')).content).toBe('1 1');
    await settled();
    const provideOne = desk.delay('one');
    const provideTwo = desk.delay('two');
    desk.texts.set('alone', '2');
    const refreshing = prompts.refresh();
    await settled();
    // Nothing depends on it together with another one.
    expect(prompts.peek('alone')?.content).toBe('2');
    provideTwo('2');
    await settled();
    expect([prompts.peek('page')?.content, prompts.peek('two')?.content]).toEqual(['1 1', '1']);
    provideOne('2');
    await refreshing;
    expect([prompts.peek('page')?.content, prompts.peek('two')?.content]).toEqual(['2 2', '2']);
    await prompts.close();
  });

  it('are never served with an older text of the prompt that includes them, if it is part of the refresh', async () => {
    const { desk, prompts } = await serve({ texts: { page: '1 {{> part}}', part: '1' } });
    expect((await prompts.get('page')).content).toBe('1 1');
    await settled();
    const providePage = desk.delay('page');
    desk.texts.set('part', '2');
    const refreshing = prompts.refresh();
    await settled();
    expect([prompts.peek('page')?.content, prompts.peek('part')?.content]).toEqual(['1 1', '1']);
    providePage('2 {{> part}}');
    await refreshing;
    expect([prompts.peek('page')?.content, prompts.peek('part')?.content]).toEqual(['2 2', '2']);
    await prompts.close();
  });

  it('are published without one that fails', async () => {
    const { desk, prompts } = await serve({ texts: { page: '{{> one}} {{> two}}', one: '1', two: '1' } });
    await prompts.get('page');
    const provideOne = desk.delay('one');
    desk.texts.set('two', '2');
    const refreshing = prompts.refresh();
    await settled();
    expect(prompts.peek('page')?.content).toBe('1 1');
    provideOne(new Error('down'));
    expect((await refreshing).failed.map(({ name }) => name)).toEqual(['one']);
    expect(prompts.peek('page')).toMatchObject({ content: '1 2' });
    await prompts.close();
  });

  it('make the hook run again first if one of them arrives between two of its reads', async () => {
    const clock = fakeClock();
    const desk = new DeskProvider({ page: 'page', one: '1', two: '1' });
    const entry = (id: string) => ({ provider: 'desk', config: { id } });
    let between = async () => {};
    const seen: string[] = [];
    const hook: PromptHook = {
      name: 'slow',
      names: ['page'],
      async loaded(template, _, { read }) {
        const one = await read('one');
        await between();
        const content = `${template.content} ${one.content} ${(await read('two')).content}`;
        seen.push(content);
        return { ...template, content };
      },
    };
    const systemPrompts = { page: entry('page'), one: entry('one'), two: entry('two') };
    const prompts = await createPrompts({ systemPrompts, providers: [desk], hooks: [hook], clock });
    await prompts.get('page');
    const contents: string[] = [];
    prompts.on('change', ({ name, prompt }) => void (name === 'page' && contents.push(prompt.content)));
    between = async () => {
      between = async () => {};
      desk.texts.set('one', '2');
      desk.texts.set('two', '2');
      await prompts.refresh(['one', 'two']);
    };
    desk.texts.set('page', 'new');
    seen.length = 0;
    await prompts.refresh('page');
    expect(contents.filter((content) => content.includes('1 2'))).toEqual([]);
    expect(prompts.peek('page')?.content).toBe('new 2 2');
    await prompts.close();
  });
});

describe('a cycle of reads', () => {
  it.each([
    ['two prompts', { a: '{{> b}}', b: '{{> a}}', c: 'fine' }, /a → b → a|b → a → b/],
    ['a prompt and itself', { a: 'x {{> a}}', c: 'fine' }, /a → a/],
    [
      'three prompts',
      { a: '{{> b}}', b: '{{> d}}', d: '{{> a}}', c: 'fine' },
      /a → b → d → a|b → d → a → b|d → a → b → d/,
    ],
  ])('of %s is CONTENT_INVALID, with the cycle in the message', async (_, texts, way) => {
    const { prompts } = await serve({ texts });
    await expect(prompts.get('a')).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringMatching(way),
    });
    expect((await prompts.get('c')).content).toBe('fine');
    await prompts.close();
  });

  it('that a new text would complete is rejected, and every last good text is kept', async () => {
    const { desk, prompts } = await serve({ texts: { a: 'a {{> b}}', b: 'b' } });
    expect((await prompts.get('a')).content).toBe('a b');
    desk.texts.set('b', 'b {{> a}}');
    const { failed } = await prompts.refresh();
    expect(failed.map(({ name, error }) => [name, error.code])).toEqual([['b', 'CONTENT_INVALID']]);
    expect(failed[0]?.error.message).toContain('b → a → b');
    expect(prompts.peek('a')).toMatchObject({ content: 'a b' });
    expect(prompts.peek('b')?.content).toBe('b');
    desk.texts.set('a', 'a alone');
    await prompts.refresh('a');
    expect(prompts.peek('b')?.content).toBe('b a alone');
    await prompts.close();
  });
});

describe('a dependency that is not available', () => {
  it('makes reads wait, but not createPrompts', async () => {
    const clock = fakeClock();
    const desk = new DeskProvider({});
    const provide = desk.delay('tone');
    const systemPrompts = {
      page: 'Be {{> tone}}.',
      tone: { provider: 'desk', config: { id: 'tone' } },
      plain: 'plain',
    };
    const prompts: Prompts = await createPrompts({ systemPrompts, providers: [desk], hooks: [including()], clock });
    expect(prompts.peek('page')).toBeUndefined();
    expect(prompts.peek('plain')?.content).toBe('plain');
    const reading = prompts.get('page');
    await settled();
    provide('kind');
    expect((await reading).content).toBe('Be kind.');
    await prompts.close();
  });

  it('delays a reader no longer than its timeout, and is used when it arrives', async () => {
    const { desk, prompts, clock } = await serve({ texts: { page: 'Be {{> tone}}.', tone: new Error('down') } });
    await expect(prompts.get('page')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining("'tone'"),
    });
    const provide = desk.delay('tone');
    await clock.advance(1000);
    const reading = prompts.get('page');
    reading.catch(() => {});
    await clock.advance(10_000);
    await expect(reading).rejects.toMatchObject({ code: expect.stringMatching('TIMEOUT|UNAVAILABLE') });
    provide('kind');
    await settled();
    expect(prompts.peek('page')?.content).toBe('Be kind.');
    await prompts.close();
  });

  it('keeps the last good text in use, and the error names both prompts', async () => {
    const { desk, prompts } = await serve({ texts: { page: 'Be {{> tone}}.', tone: 'kind' } });
    await prompts.get('page');
    desk.texts.set('page', 'Be {{> gone}}.');
    const { failed } = await prompts.refresh('page');
    expect(failed).toMatchObject([{ name: 'page', error: { code: 'PROMPT_UNKNOWN' } }]);
    expect(failed[0]?.error.message).toMatch(/'page'.*'gone'/);
    expect(prompts.peek('page')).toMatchObject({ content: 'Be kind.', state: 'stale' });
    await prompts.close();
  });
});

describe('the state of a prompt that is made from others', () => {
  it('is the worst of all their states, and reads fetch the parts that are past their TTL', async () => {
    const { desk, prompts, clock } = await serve({
      texts: {},
      entries: { page: 'Be {{> tone}}.', tone: { provider: 'desk', config: { id: 'tone' }, cache: { ttl: 10 } } },
    });
    desk.texts.set('tone', 'kind');
    await clock.advance(1000);
    expect(await prompts.get('page')).toMatchObject({ content: 'Be kind.', state: 'fresh' });
    await clock.advance(11_000);
    desk.texts.set('tone', 'brief');
    expect(prompts.peek('page')).toMatchObject({ content: 'Be kind.', state: 'stale' });
    await settled();
    expect(prompts.peek('page')).toMatchObject({ content: 'Be brief.', state: 'fresh' });
    await clock.advance(11_000);
    expect(prompts.peek('page')?.state).toBe('stale');
    await settled();
    // Confirmed without a change.
    expect(prompts.peek('page')).toMatchObject({ content: 'Be brief.', state: 'fresh' });
    await prompts.close();
  });

  it('is fallback if one of them is a fallback, and fallbacks go through the hooks, too', async () => {
    const { desk, prompts, clock } = await serve({
      texts: { tone: new Error('down'), page: new Error('down') },
      entries: {
        page: { provider: 'desk', config: { id: 'page' }, fallback: 'Always {{> tone}}.' },
        plain: 'Be {{> tone}}.',
        tone: { provider: 'desk', config: { id: 'tone' }, fallback: 'kind' },
      },
    });
    expect(await prompts.get('plain')).toMatchObject({ content: 'Be kind.', state: 'fallback' });
    expect(await prompts.get('page')).toMatchObject({ content: 'Always kind.', state: 'fallback' });
    desk.texts.set('tone', 'brief');
    await clock.advance(2000);
    await prompts.refresh('tone');
    expect(prompts.peek('plain')).toMatchObject({ content: 'Be brief.', state: 'fresh' });
    expect(await prompts.get('page')).toMatchObject({ content: 'Always brief.', state: 'fallback' });
    await prompts.close();
  });
});

describe('readTemplate', () => {
  it('returns the text of the source before hooks, and records the read', async () => {
    const desk = new DeskProvider({ part: '---\nteam: red\n---\nraw', page: 'page' });
    const hook: PromptHook = {
      name: 'raw',
      async loaded(template, { name }, { readTemplate }) {
        if (name === 'part') return { ...template, content: 'cooked' };
        const part = await readTemplate('part');
        return {
          ...template,
          content: `${template.content} ${part.content} ${part.metadata?.team} ${part.version?.length}`,
        };
      },
    };
    const entry = (id: string) => ({ provider: 'desk', config: { id } });
    const systemPrompts = { page: entry('page'), part: entry('part') };
    await using prompts: Prompts = await createPrompts({ systemPrompts, providers: [desk], hooks: [hook] });
    expect((await prompts.get('page')).content).toBe('page raw red 64');
    expect((await prompts.get('part')).content).toBe('cooked');
    desk.texts.set('part', 'rarer');
    expect((await prompts.refresh('part')).changed).toEqual(['part', 'page']);
    expect(prompts.peek('page')?.content).toBe('page rarer undefined 64');
  });

  it('returns the text of the fallback while `read` returns the fallback', async () => {
    const hook: PromptHook = {
      name: 'both',
      names: ['page'],
      async loaded(template, _, { read, readTemplate }) {
        const { state } = await read('part');
        return { ...template, content: `${state}: ${(await readTemplate('part')).content}` };
      },
    };
    const entries = { page: 'page', part: { provider: 'desk', config: { id: 'part' }, fallback: 'spare' } };
    const { desk, prompts } = await serve({ texts: { part: new Error('down') }, entries, hooks: [hook] });
    expect(await prompts.get('page')).toMatchObject({ content: 'fallback: spare', state: 'fallback' });
    desk.texts.set('part', '1');
    expect((await prompts.refresh('part')).changed).toEqual(['part', 'page']);
    expect(prompts.peek('page')).toMatchObject({ content: 'fresh: 1', state: 'fresh' });
    desk.texts.set('part', new Error('down'));
    await prompts.refresh('part');
    expect(prompts.peek('page')?.content).toBe('fresh: 1');
    await prompts.close();
  });

  it('lets two prompts read the templates of each other', async () => {
    const desk = new DeskProvider({ a: 'a', b: 'b' });
    const hook: PromptHook = {
      name: 'both',
      async loaded(template, { name }, { readTemplate }) {
        const other = await readTemplate(name === 'a' ? 'b' : 'a');
        return { ...template, content: `${template.content}${other.content}` };
      },
    };
    const entry = (id: string) => ({ provider: 'desk', config: { id } });
    await using prompts = await createPrompts({
      systemPrompts: { a: entry('a'), b: entry('b') },
      providers: [desk],
      hooks: [hook],
    });
    expect((await prompts.get('a')).content).toBe('ab');
    expect((await prompts.get('b')).content).toBe('ba');
  });
});

describe('a prompt with `loaded` hooks', () => {
  it('can be the target of a redirect, and its reads are counted', async () => {
    const desk = new DeskProvider({ page: 'Be {{> tone}}.', tone: 'kind', variant: 'Stay {{> tone}}.' });
    let takeReads: () => { prompt: { name: string; version: string }; reads: number }[] = () => [];
    const counting: PromptHook = { name: 'count', started: (app) => (takeReads = app.takeReads) };
    const redirecting: PromptHook = {
      name: 'redirect',
      names: ['page'],
      before: (request) => (request.context?.beta ? { ...request, name: 'variant' } : undefined),
    };
    const entries = [...desk.texts.keys()].map((id) => [id, { provider: 'desk', config: { id } }]);
    await using prompts: Prompts = await createPrompts({
      systemPrompts: Object.fromEntries(entries),
      providers: [desk],
      hooks: [redirecting, including(), counting],
    });
    expect((await prompts.get('page')).content).toBe('Be kind.');
    expect((await prompts.get('page', { context: { beta: true } })).content).toBe('Stay kind.');
    desk.texts.set('tone', 'brief');
    await prompts.refresh('tone');
    expect((await prompts.get('page')).content).toBe('Be brief.');
    const counts = takeReads().map(({ prompt, reads }) => `${prompt.name} ${reads}`);
    expect(counts.toSorted()).toEqual(['page 1', 'page 1', 'variant 1']);
  });

  it('does not hold back its batch if its hook hangs', async () => {
    const library = new LibraryProvider({ one: '1', two: '2' });
    const never = new Promise<never>(() => {});
    const hook: PromptHook = { name: 'hangs', names: ['one'], loaded: () => never };
    const clock = fakeClock();
    const entry = (id: string) => ({ provider: 'library', config: { id } });
    const systemPrompts = { one: entry('one'), two: entry('two') };
    const prompts = await createPrompts({ systemPrompts, providers: [library], hooks: [hook], clock, logger: false });
    expect((await prompts.get('two')).content).toBe('2');
    await prompts.close();
  });

  it('is stored as the text of the source, before hooks', async () => {
    const store = new MapStore();
    const { prompts } = await serve({ texts: { page: 'Be {{> tone}}.', tone: 'kind' }, cache: { store } });
    await prompts.get('page');
    await prompts.refresh();
    const kept = [...store.values.values()].join('\n');
    expect(kept).toContain('Be {{> tone}}.');
    expect(kept).not.toContain('Be kind.');
    await prompts.close();
  });
});
