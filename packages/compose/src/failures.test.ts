import { PromptError, type PromptHook } from '@prompts/core';
import { describe, expect, it, vi } from 'vitest';
import { compose } from './compose.ts';
import { onDesk, serve } from './test-support/serve.ts';

describe('a part that is not available', () => {
  it.each<[string, string | Error, string]>([
    ['down', new Error('the desk is closed'), 'UNAVAILABLE'],
    ['deleted', new PromptError('NOT_FOUND', 'the page is gone'), 'NOT_FOUND'],
    ['forbidden', new PromptError('FORBIDDEN', 'not yours'), 'FORBIDDEN'],
    ['rate limited', new PromptError('RATE_LIMITED', 'slow down', { retryAfter: 7 }), 'RATE_LIMITED'],
    ['binary', 'a\0b', 'CONTENT_INVALID'],
    ['too large', 'x'.repeat(1_048_577), 'CONTENT_INVALID'],
    ['empty', ' ', 'CONTENT_INVALID'],
  ])('gives its error to the prompt, naming both: %s', async (_, answer, code) => {
    const entries = { page: 'a\n{{> tone}}', tone: onDesk('tone') };
    await using served = await serve({ texts: { tone: answer }, entries });
    const error = await served.prompts.get('page').catch((thrown) => thrown);
    expect(error).toMatchObject({ code, prompt: 'page' });
    expect(error.message).toMatch(/'page'.*line 2: \{\{> tone\}\}: .*'tone'/);
    const own = await served.prompts.get('tone').catch((thrown) => thrown);
    expect([error.code, error.retryable]).toEqual([own.code, own.retryable]);
    // It comes later.
    served.desk.texts.set('tone', 'kind');
    await served.clock.advance(60_000);
    await served.prompts.refresh('tone');
    expect((await served.prompts.get('page')).content).toBe('a\nkind');
  });

  it('leaves the last good text in use', async () => {
    await using served = await serve({ texts: { page: 'Be {{> tone}}.', tone: 'kind' } });
    const { prompts, desk } = served;
    await prompts.get('page');
    desk.texts.set('tone', new Error('down'));
    await prompts.refresh();
    expect(prompts.peek('page')?.content).toBe('Be kind.');
    desk.texts.set('page', 'Be {{> ton}}.');
    const { failed } = await prompts.refresh('page');
    expect(failed).toMatchObject([{ name: 'page', error: { code: 'PROMPT_UNKNOWN', prompt: 'page' } }]);
    expect(failed[0]?.error.message).toMatch(/'page'.*'ton'.*tone/);
    expect(prompts.peek('page')).toMatchObject({ content: 'Be kind.', state: 'stale' });
  });

  it('is not an empty text with missing: empty, if the name exists', async () => {
    await using served = await serve({
      texts: { page: 'a{{> tone}}', tone: new Error('down') },
      options: { missing: 'empty' },
    });
    await expect(served.prompts.get('page')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('does not hold back createPrompts, and a reader no longer than its timeout', async () => {
    const entries = { page: 'Be {{> tone}}.', tone: onDesk('tone'), plain: 'x' };
    await using served = await serve({ entries });
    const provide = served.desk.delay('tone');
    expect(served.prompts.peek('plain')?.content).toBe('x');
    const reading = served.prompts.get('page').catch((thrown) => thrown);
    await served.clock.advance(10_000);
    expect(await reading).toMatchObject({ code: expect.stringMatching('TIMEOUT|UNAVAILABLE') });
    provide('kind');
    await served.prompts.refresh('tone');
    expect((await served.prompts.get('page')).content).toBe('Be kind.');
  });
});

describe('a circle', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['of one', { a: '{{> a}}' }, 'a', 'a → a'],
    ['of two', { a: '{{> b}}', b: '{{> a}}' }, 'a', 'a → b → a'],
    ['of two, seen from the other', { a: '{{> b}}', b: '{{> a}}' }, 'b', 'b → a → b'],
    ['of three', { a: '{{> b}}', b: 'x {{> c}}', c: '{{> a}}' }, 'a', 'a → b → c → a'],
    ['with a layer', { a: '{{< b}}{{$x}}1{{/x}}{{/b}}', b: '{{$x}}2{{/x}} {{> a}}' }, 'a', 'a → b → a'],
    ['through a block', { a: '{{< b}}{{$x}}{{> c}}{{/x}}{{/b}}', b: '{{$x}}2{{/x}}', c: '{{> a}}' }, 'a', 'a → c → a'],
    ['beyond', { a: '{{> b}}', b: '{{> c}}', c: '{{> b}}' }, 'a', 'b → c → b|c → b → c'],
  ])('%s is CONTENT_INVALID naming the way', async (_, texts, name, way) => {
    for (const setting of [{ texts }, { entries: texts }]) {
      await using served = await serve(setting);
      const error = await served.prompts.get(name).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'CONTENT_INVALID', prompt: name, message: expect.stringMatching(way) });
    }
  });

  it('that a new text would complete is rejected; when it opens, the prompts go on', async () => {
    await using served = await serve({ texts: { a: 'a {{> b}}', b: 'b' } });
    const { prompts, desk } = served;
    expect((await prompts.get('a')).content).toBe('a b');
    desk.texts.set('b', 'b {{> a}}');
    const { failed } = await prompts.refresh();
    expect(failed).toMatchObject([{ name: 'b', error: { message: expect.stringContaining('b → a → b') } }]);
    expect(prompts.peek('a')?.content).toBe('a b');
    desk.texts.set('a', 'a');
    await prompts.refresh('a');
    expect(prompts.peek('b')?.content).toBe('b a');
  });
});

describe('other hooks', () => {
  const upper: PromptHook = {
    name: 'upper',
    loaded: (template) => ({ ...template, content: template.content.toUpperCase() }),
  };

  it('see the composed text if they come after compose, and have changed parts', async () => {
    const seen: string[] = [];
    const watching: PromptHook = {
      name: 'watch',
      loaded: (template, { name }) => {
        seen.push(`${name}: ${template.content}`);
        return template;
      },
    };
    const onlyTone = { ...upper, names: ['tone'] };
    await using served = await serve({
      entries: { page: 'be {{> tone}}', tone: 'kind' },
      hooks: [compose(), onlyTone, watching],
    });
    expect((await served.prompts.get('page')).content).toBe('be KIND');
    expect(seen.toSorted()).toEqual(['page: be KIND', 'tone: KIND']);
  });

  it('that reject the text of a base keep it out of layers', async () => {
    const noDrafts: PromptHook = {
      name: 'no-drafts',
      loaded(template) {
        if (template.metadata?.draft) throw new PromptError('CONTENT_INVALID', 'a draft');
        return template;
      },
    };
    const texts = { page: '{{< base}}{{$a}}mine{{/a}}{{/base}}', base: 'one {{$a}}x{{/a}}' };
    await using served = await serve({ texts, hooks: [noDrafts, compose()] });
    await served.prompts.get('page');
    served.desk.texts.set('base', '---\ndraft: true\n---\ntwo {{$a}}x{{/a}}');
    served.desk.texts.set('page', '{{< base}}{{$a}}ours{{/a}}{{/base}}');
    await served.prompts.refresh();
    expect(served.prompts.peek('page')).toMatchObject({ content: 'one mine', state: 'stale' });
    served.desk.texts.set('base', 'three {{$a}}x{{/a}}');
    await served.prompts.refresh();
    expect(served.prompts.peek('page')).toMatchObject({ content: 'three ours', state: 'fresh' });
  });
});

describe('compose', () => {
  it('reports every mistake in its options', () => {
    const wrong = { missing: 'nothing', maxDepth: 0.5, mayInclude: true, depth: 3 } as never;
    try {
      compose(wrong);
      expect.unreachable();
    } catch (error) {
      const paths = (error as PromptError).issues?.map(({ path }) => path);
      expect([(error as PromptError).code, paths]).toEqual([
        'CONFIG_INVALID',
        ['missing', 'maxDepth', 'mayInclude', 'depth'],
      ]);
    }
    expect(() => compose(null as never)).toThrow('must be an object');
  });

  it('can be used by two apps at the same time', async () => {
    const hook = compose();
    const warn = vi.fn();
    const more = { logger: { debug() {}, info() {}, warn, error() {} } };
    await using one = await serve({ entries: { page: '{{> }}{{> a}}', a: '1' }, hooks: [hook], more });
    await using two = await serve({ entries: { page: '{{> }}{{> a}}', a: '2' }, hooks: [hook] });
    expect([(await one.prompts.get('page')).content, (await two.prompts.get('page')).content]).toEqual([
      '{{> }}1',
      '{{> }}2',
    ]);
    expect([warn.mock.calls.length, two.warnings.length]).toEqual([1, 1]);
  });
});
