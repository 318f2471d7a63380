import { createPrompts, type PromptHook, type Prompts } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../core/src/test-support/folder.ts';
import { MapStore } from '../../core/src/test-support/map-store.ts';
import { settled } from '../../core/src/testing/settled.ts';
import { compose } from './compose.ts';
import { onDesk, serve } from './test-support/serve.ts';

/** Counts how often each prompt is made. */
function counting() {
  const counts: Record<string, number> = {};
  const hook: PromptHook = {
    name: 'count',
    loaded(template, { name }) {
      counts[name] = (counts[name] ?? 0) + 1;
      return template;
    },
  };
  return { counts, hook };
}

describe('a part that changes', () => {
  it('changes all that include it, each once, without another call', async () => {
    const { counts, hook } = counting();
    const texts = {
      page: '{{> left}} {{> right}}',
      left: 'l{{> base}}',
      right: '{{< frame}}{{$b}}{{> base}}{{/b}}{{/frame}}',
      frame: 'r{{$b}}{{/b}}',
      base: '1',
    };
    await using served = await serve({ texts, hooks: [hook, compose()] });
    const { prompts, desk } = served;
    expect((await prompts.get('page')).content).toBe('l1 r1');
    const seen: string[] = [];
    prompts.on('change', () => seen.push(prompts.peek('page')?.content ?? ''));
    for (const name of Object.keys(counts)) counts[name] = 0;
    desk.calls.length = 0;
    desk.texts.set('base', '2');
    const { changed } = await prompts.refresh('base');
    expect(changed.toSorted()).toEqual(['base', 'left', 'page', 'right']);
    expect(counts).toEqual({ page: 1, left: 1, right: 1, base: 1, frame: 0 });
    expect(desk.calls).toEqual(['base']);
    expect(new Set(seen)).toEqual(new Set(['l2 r2']));
  });

  it('is never mixed with another one of the same refresh, or with the includer', async () => {
    const texts = { page: '1 {{> one}} {{< two}}{{/two}}', one: '1', two: '1 {{$b}}x{{/b}}' };
    await using served = await serve({ texts });
    const { prompts, desk } = served;
    expect((await prompts.get('page')).content).toBe('1 1 1 x');
    await settled();
    const provide = ['page', 'one', 'two'].map((id) => [id, desk.delay(id)] as const);
    const seen = new Set<string | undefined>();
    prompts.on('change', () => seen.add(prompts.peek('page')?.content));
    const refreshing = prompts.refresh();
    for (const [id, answer] of provide.toReversed()) {
      await settled();
      seen.add(prompts.peek('page')?.content);
      answer(texts[id as keyof typeof texts].replaceAll('1', '2'));
    }
    await refreshing;
    expect([...seen]).toEqual(['1 1 1 x', '2 2 2 x']);
  });

  it('of a base in a layer changes what the layer makes of it, also if its own text stays the same', async () => {
    const texts = { page: '{{< base}}{{$a}}-{{/a}}{{/base}}', base: '{{$a}}x{{/a}}y' };
    await using served = await serve({ texts });
    expect((await served.prompts.get('page')).content).toBe('-y');
    served.desk.texts.set('base', 'x{{$a}}y{{/a}}');
    expect((await served.prompts.refresh('base')).changed).toContain('page');
    expect(served.prompts.peek('page')?.content).toBe('x-');
  });

  it('past its TTL is asked for by reads of what includes it', async () => {
    const entries = { page: '{{> tone}}', tone: onDesk('tone', { cache: { ttl: 10 } }) };
    await using served = await serve({ texts: { tone: 'kind' }, entries });
    await served.prompts.get('page');
    served.desk.texts.set('tone', 'brief');
    await served.clock.advance(11_000);
    expect(served.prompts.peek('page')).toMatchObject({ content: 'kind', state: 'stale' });
    await settled();
    expect(served.prompts.peek('page')).toMatchObject({ content: 'brief', state: 'fresh' });
  });
});

it('parts that were not loaded yet are loaded at the same time', async () => {
  const texts = { page: '{{> one}}{{> two}}', one: '1', two: '2' };
  await using served = await serve({ texts, more: { preload: false } });
  const { prompts, desk } = served;
  const provide = [desk.delay('one'), desk.delay('two')];
  const reading = prompts.get('page');
  await settled();
  expect(desk.calls).toEqual(['page', 'one', 'two']);
  for (const answer of provide) answer('x');
  expect((await reading).content).toBe('xx');
});

describe('members of a collection', () => {
  it('can be parts and can include, also if they appear later', async () => {
    const entries = { 'parts/*': { provider: 'desk', config: {} }, page: '{{> parts/tone}}', later: '{{> parts/new}}' };
    await using served = await serve({ texts: { tone: 'kind {{> parts/end}}', end: '!' }, entries });
    const { prompts, desk } = served;
    expect((await prompts.get('page')).content).toBe('kind !');
    await expect(prompts.get('later')).rejects.toMatchObject({ code: 'NOT_FOUND', prompt: 'later' });
    desk.texts.set('end', '?');
    desk.texts.set('new', 'here');
    await prompts.refresh('parts/*');
    expect(prompts.peek('page')?.content).toBe('kind ?');
    expect(prompts.peek('later')?.content).toBe('here');
    desk.texts.delete('end');
    await prompts.refresh('parts/*');
    expect(prompts.peek('page')).toMatchObject({ content: 'kind ?', state: 'stale' });
  });

  it('may be missing with missing: empty, until they appear', async () => {
    const entries = { 'parts/*': { provider: 'desk', config: {} }, page: 'a{{> parts/new x="1"}}{{> nowhere}}b' };
    await using served = await serve({ texts: { other: 'x' }, entries, options: { missing: 'empty' } });
    const { prompts, desk } = served;
    expect(await prompts.get('page')).toMatchObject({ content: 'ab', metadata: {} });
    desk.texts.set('new', '{{x}}');
    await prompts.refresh('parts/*');
    expect(prompts.peek('page')).toMatchObject({ content: 'a1b', metadata: { parts: [{ name: 'parts/new' }] } });
  });
});

describe('a fallback', () => {
  const down = new Error('down');

  it('is composed, and is a part like any other', async () => {
    const entries = {
      page: onDesk('page', { fallback: 'Always {{> tone}}.' }),
      plain: 'Be {{> tone}}.',
      tone: onDesk('tone', { fallback: 'kind' }),
    };
    await using served = await serve({ texts: { page: down, tone: down }, entries });
    expect(await served.prompts.get('plain')).toMatchObject({ content: 'Be kind.', state: 'fallback' });
    expect(await served.prompts.get('page')).toMatchObject({ content: 'Always kind.', state: 'fallback' });
    served.desk.texts.set('tone', 'brief');
    await served.prompts.refresh('tone');
    expect(served.prompts.peek('plain')).toMatchObject({ content: 'Be brief.', state: 'fresh' });
    expect(await served.prompts.get('page')).toMatchObject({ content: 'Always brief.', state: 'fallback' });
  });

  it('can be the base of a layer', async () => {
    const entries = {
      page: '{{< base}}{{$a}}mine{{/a}}{{/base}}',
      base: onDesk('base', { fallback: 'f {{$a}}x{{/a}}' }),
    };
    await using served = await serve({ texts: { base: down }, entries });
    expect(await served.prompts.get('page')).toMatchObject({ content: 'f mine', state: 'fallback' });
    served.desk.texts.set('base', 's {{$a}}x{{/a}}');
    await served.prompts.refresh('base');
    expect(served.prompts.peek('page')).toMatchObject({ content: 's mine', state: 'fresh' });
  });
});

describe('a restart', () => {
  it.each(['snapshot', 'store'])(
    'serves the composed text at once from the %s, which holds the texts as written',
    async (tier) => {
      await using folder = await makeFolder();
      const store = new MapStore();
      const cache = tier === 'store' ? { store } : { snapshot: folder.at('snapshot') };
      const texts = {
        page: '{{> tone}} {{< base}}{{$a}}mine{{/a}}{{/base}}',
        tone: 'kind {{> end}}',
        end: '!',
        base: '{{$a}}x{{/a}}',
      };
      {
        await using first = await serve({ texts, more: { cache } });
        await first.prompts.refresh();
        expect(JSON.stringify([...store.values])).not.toContain('kind !');
      }
      const down = Object.fromEntries(Object.keys(texts).map((id) => [id, new Error('down')]));
      await using second = await serve({ texts: down, more: { cache } });
      expect(await second.prompts.get('page')).toMatchObject({
        content: 'kind ! mine',
        state: tier === 'store' ? 'fresh' : 'stale',
      });
    },
  );
});

it('files can be parts', async () => {
  await using folder = await makeFolder();
  await folder.write('tone.md', 'kind\n');
  await folder.write('team/page.md', 'Be\n  {{> tone}}\n');
  const systemPrompts = { tone: { file: './tone.md' }, 'team/*': { file: './team' } };
  await using prompts: Prompts = await createPrompts({ systemPrompts, root: folder.path, hooks: [compose()] });
  expect((await prompts.get('team/page')).content).toBe('Be\n  kind\n');
});

it('closing while a part is being loaded ends the read', async () => {
  const served = await serve({
    texts: { page: '{{> tone}}' },
    entries: { page: onDesk('page'), tone: onDesk('tone') },
  });
  served.desk.delay('tone');
  const reading = expect(served.prompts.get('page')).rejects.toMatchObject({
    code: expect.stringMatching('CLOSED|UNAVAILABLE'),
  });
  await settled();
  await served.prompts.close();
  await reading;
});
