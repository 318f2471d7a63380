import { describe, expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptProvider } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

/** A provider that may break its contract in ways that TypeScript would reject. */
type AnyObject = Record<string, unknown>;

async function serve(
  provider: AnyObject,
  options: { names?: readonly string[]; metadata?: Record<string, unknown> } = {},
) {
  const { names = ['it'], metadata } = options;
  const clock = fakeClock();
  const warnings: string[] = [];
  const log = (message: string) => void warnings.push(message);
  const prompts = await createPrompts({
    systemPrompts: Object.fromEntries(
      names.map((name) => [name, { provider: 'bad', config: { name }, ...(metadata && { metadata }) }]),
    ),
    providers: [{ name: 'bad', load: async () => ({ content: 'good' }), ...provider } as PromptProvider],
    logger: { debug: log, info: log, warn: log, error: log },
    clock,
  });
  await settled();
  return { prompts, clock, warnings };
}

describe('load', () => {
  it.each<[string, unknown, string]>([
    [
      'throws synchronously',
      () => {
        throw new Error('boom');
      },
      'UNAVAILABLE',
    ],
    ['rejects with undefined', () => Promise.reject(undefined), 'UNAVAILABLE'],
    ['rejects with a string', () => Promise.reject('boom'), 'UNAVAILABLE'],
    ['rejects with null', () => Promise.reject(null), 'UNAVAILABLE'],
    ['returns nothing', () => undefined, 'CONTENT_INVALID'],
    ['returns null', () => null, 'CONTENT_INVALID'],
    ['returns the empty string', () => '', 'CONTENT_INVALID'],
    ['returns false', () => false, 'CONTENT_INVALID'],
    ['returns a string', () => 'text', 'CONTENT_INVALID'],
    ['returns an array', () => [], 'CONTENT_INVALID'],
    ['returns content that is not a string', () => ({ content: Buffer.from('x') }), 'CONTENT_INVALID'],
    ['returns a version that is not a string', () => ({ content: 'x', version: 5 }), 'CONTENT_INVALID'],
    ['returns metadata that is not an object', () => ({ content: 'x', metadata: 'x' }), 'CONTENT_INVALID'],
    ['returns NaN as maxAge', () => ({ content: 'x', maxAge: Number.NaN }), 'CONTENT_INVALID'],
    ['returns half of a surrogate pair', () => ({ content: '\uD800' }), 'CONTENT_INVALID'],
  ])('is reported as failed if it %s', async (_, load, code) => {
    const { prompts } = await serve({ load });
    await expect(prompts.get('it')).rejects.toMatchObject({
      code,
      prompt: 'it',
      provider: 'bad',
      message: expect.stringContaining("Prompt 'it' (bad): "),
    });
    await prompts.close();
  });

  it('may return its result synchronously, or as any thenable', async () => {
    const results: unknown[] = [
      { content: 'text' },
      // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
      { then: (resolve: (template: object) => void) => resolve({ content: 'text' }) },
    ];
    for (const result of results) {
      const { prompts } = await serve({ load: () => result });
      expect((await prompts.get('it')).content).toBe('text');
      await prompts.close();
    }
  });

  it.each([Number.NaN, -5, Number.POSITIVE_INFINITY, 'soon'])(
    'is retried after the usual back-off if it fails with the invalid retryAfter %s',
    async (retryAfter) => {
      let calls = 0;
      const load = () => {
        calls += 1;
        throw new PromptError('RATE_LIMITED', 'wait', { retryAfter: retryAfter as number });
      };
      const { prompts, clock } = await serve({ load });
      for (let read = 0; read < 10; read += 1) await expect(prompts.get('it')).rejects.toThrow('wait');
      expect(calls).toBe(1);
      await clock.advance(1000);
      await expect(prompts.get('it')).rejects.not.toHaveProperty('retryAfter');
      expect(calls).toBe(2);
      await prompts.close();
    },
  );
});

it.each<[string, AnyObject, string]>([
  ['returns nothing', { loadMany: () => undefined }, 'UNAVAILABLE'],
  ['returns no results', { loadMany: () => [] }, 'CONTENT_INVALID'],
  ['returns one result less', { loadMany: () => [{ content: 'B' }] }, 'CONTENT_INVALID'],
  ['returns one result more', { loadMany: () => ['A', 'B', 'C'].map((content) => ({ content })) }, 'CONTENT_INVALID'],
  [
    'throws synchronously',
    {
      loadMany: () => {
        throw new Error('boom');
      },
    },
    'UNAVAILABLE',
  ],
])('fails every prompt of the batch if loadMany %s', async (_, provider, code) => {
  const { prompts } = await serve(provider, { names: ['a', 'b'] });
  for (const name of ['a', 'b']) await expect(prompts.get(name)).rejects.toMatchObject({ code, prompt: name });
  await prompts.close();
});

it('fails only the prompts for which loadMany returns null', async () => {
  const { prompts } = await serve({ loadMany: () => [null, { content: 'B' }] }, { names: ['a', 'b'] });
  await expect(prompts.get('a')).rejects.toMatchObject({ code: 'CONTENT_INVALID', prompt: 'a' });
  expect(await prompts.get('b')).toMatchObject({ content: 'B', state: 'fresh' });
  await prompts.close();
});

it.each<[string, () => unknown]>([
  ['returns nothing', () => undefined],
  ['does not return an array', () => 'changed'],
  ['rejects', () => Promise.reject(new Error('boom'))],
])('keeps the last good text if changedSince %s', async (_, changedSince) => {
  const { prompts } = await serve({ changedSince });
  expect((await prompts.refresh('it')).failed).toMatchObject([{ error: { code: 'UNAVAILABLE' } }]);
  expect(prompts.peek('it')?.content).toBe('good');
  await prompts.close();
});

it('reports nothing as changed if changedSince returns only invalid indexes', async () => {
  const { prompts } = await serve({ changedSince: async () => [7, -1, Number.NaN, 'x'] });
  expect((await prompts.refresh('it')).unchanged).toEqual(['it']);
  await prompts.close();
});

const cyclic: AnyObject = {};
cyclic.self = cyclic;
it.each<[string, () => unknown]>([
  ['returns nothing', () => undefined],
  ['does not return an array', () => 5],
  ['returns invalid items', () => ['x', null]],
  ['returns metadata that contains itself', () => [{ metadata: cyclic }]],
  [
    'throws synchronously',
    () => {
      throw new Error('boom');
    },
  ],
  ['rejects', () => Promise.reject(new Error('boom'))],
])('serves the text without the facts if describe %s', async (_, describeConfigs) => {
  const unhandled: unknown[] = [];
  const recordUnhandled = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', recordUnhandled);
  const { prompts } = await serve({ describe: describeConfigs }, { metadata: { version: 'auto' } });
  const prompt = await prompts.get('it');
  expect(prompt).toMatchObject({ content: 'good', metadata: { version: prompt.version } });
  await settled();
  process.off('unhandledRejection', recordUnhandled);
  expect(unhandled).toEqual([]);
  await prompts.close();
});

it.each<[string, unknown, string]>([
  ['nothing', undefined, 'UNAVAILABLE'],
  ['something other than an array', { items: [] }, 'UNAVAILABLE'],
  ['null as an item', [null], 'CONTENT_INVALID'],
  ['an item without a name', [{ config: {} }], 'CONTENT_INVALID'],
  ['an item whose name is not a string', [{ name: 5, config: {} }], 'CONTENT_INVALID'],
])('fails the collection and adds no member if list returns %s', async (_, listing, code) => {
  const { prompts } = await serve({ list: () => listing }, { names: ['all/*'] });
  await expect(prompts.get('all/a')).rejects.toMatchObject({ code, provider: 'bad' });
  expect(prompts.list()).toMatchObject([{ name: 'all/*', state: 'failed' }]);
  await prompts.close();
});

it('keeps serving and logs a warning if a watch fails to start', async () => {
  const { prompts, warnings } = await serve({
    watch: () => {
      throw new Error('no watch here');
    },
  });
  expect((await prompts.get('it')).content).toBe('good');
  expect(warnings).toEqual([
    "@prompts: provider 'bad' can't watch for changes, so they are found only when the TTL expires: no watch here",
  ]);
  await prompts.close();
});
