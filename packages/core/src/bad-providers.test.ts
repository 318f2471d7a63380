import { describe, expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptProvider } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

/** What a provider may do wrong, TypeScript or not. */
type Anything = Record<string, unknown>;

async function serve(
  provider: Anything,
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

describe('a load', () => {
  it.each<[string, unknown, string]>([
    [
      'throws at once',
      () => {
        throw new Error('boom');
      },
      'UNAVAILABLE',
    ],
    ['throws nothing', () => Promise.reject(undefined), 'UNAVAILABLE'],
    ['throws a text', () => Promise.reject('boom'), 'UNAVAILABLE'],
    ['throws null', () => Promise.reject(null), 'UNAVAILABLE'],
    ['gives nothing', () => undefined, 'UNAVAILABLE'],
    ['gives a text', () => 'text', 'CONTENT_INVALID'],
    ['gives a list', () => [], 'CONTENT_INVALID'],
    ['gives content that is no text', () => ({ content: Buffer.from('x') }), 'CONTENT_INVALID'],
    ['gives a version that is no text', () => ({ content: 'x', version: 5 }), 'CONTENT_INVALID'],
    ['gives a max-age that is none', () => ({ content: 'x', maxAge: Number.NaN }), 'CONTENT_INVALID'],
    ['gives half a character', () => ({ content: '\uD800' }), 'CONTENT_INVALID'],
  ])('that %s has failed', async (_, load, code) => {
    const { prompts } = await serve({ load });
    await expect(prompts.get('it')).rejects.toMatchObject({
      code,
      prompt: 'it',
      provider: 'bad',
      message: expect.stringContaining("Prompt 'it' (bad): "),
    });
    await prompts.close();
  });

  it('may answer at once, or by any thenable', async () => {
    const answers: unknown[] = [
      { content: 'text' },
      // biome-ignore lint/suspicious/noThenProperty: the point of it
      { then: (resolve: (template: object) => void) => resolve({ content: 'text' }) },
    ];
    for (const answer of answers) {
      const { prompts } = await serve({ load: () => answer });
      expect((await prompts.get('it')).content).toBe('text');
      await prompts.close();
    }
  });

  it.each([Number.NaN, -5, Number.POSITIVE_INFINITY, 'soon'])(
    'that fails with a Retry-After of %s is backed off as usual',
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

it.each<[string, Anything]>([
  ['loadMany gives nothing', { loadMany: () => undefined }],
  ['loadMany gives too few', { loadMany: () => [] }],
  [
    'loadMany throws at once',
    {
      loadMany: () => {
        throw new Error('boom');
      },
    },
  ],
])('%s: each prompt has failed', async (_, provider) => {
  const { prompts } = await serve(provider, { names: ['a', 'b'] });
  for (const name of ['a', 'b'])
    await expect(prompts.get(name)).rejects.toMatchObject({ code: 'UNAVAILABLE', prompt: name });
  await prompts.close();
});

it.each<[string, () => unknown]>([
  ['nothing', () => undefined],
  ['no list', () => 'changed'],
  ['a failure', () => Promise.reject(new Error('boom'))],
])('changedSince gives %s: the last good text stays', async (_, changedSince) => {
  const { prompts } = await serve({ changedSince });
  expect((await prompts.refresh('it')).failed).toMatchObject([{ error: { code: 'UNAVAILABLE' } }]);
  expect(prompts.peek('it')?.content).toBe('good');
  await prompts.close();
});

it('changedSince gives indexes that are none: nothing has changed', async () => {
  const { prompts } = await serve({ changedSince: async () => [7, -1, Number.NaN, 'x'] });
  expect((await prompts.refresh('it')).unchanged).toEqual(['it']);
  await prompts.close();
});

const cyclic: Anything = {};
cyclic.self = cyclic;
it.each<[string, () => unknown]>([
  ['gives nothing', () => undefined],
  ['gives no list', () => 5],
  ['gives nonsense', () => ['x', null]],
  ['gives facts that contain themselves', () => [{ metadata: cyclic }]],
  [
    'throws at once',
    () => {
      throw new Error('boom');
    },
  ],
  ['rejects', () => Promise.reject(new Error('boom'))],
])('describe that %s costs the facts, nothing else', async (_, describeThem) => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const { prompts } = await serve({ describe: describeThem }, { metadata: { version: 'auto' } });
  const prompt = await prompts.get('it');
  expect(prompt).toMatchObject({ content: 'good', metadata: { version: prompt.version } });
  await settled();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  await prompts.close();
});

it.each<[string, unknown]>([
  ['nothing', undefined],
  ['no list', { items: [] }],
  ['nothing in place of an item', [null]],
  ['an item without a name', [{ config: {} }]],
  ['an item with a name that is no text', [{ name: 5, config: {} }]],
])('a listing that gives %s has failed, and adds nothing', async (_, listing) => {
  const { prompts } = await serve({ list: () => listing }, { names: ['all/*'] });
  await expect(prompts.get('all/a')).rejects.toMatchObject({ code: 'UNAVAILABLE', provider: 'bad' });
  expect(prompts.list()).toMatchObject([{ name: 'all/*', state: 'failed' }]);
  await prompts.close();
});

it('a watch that fails to begin costs the watch, and is reported', async () => {
  const { prompts, warnings } = await serve({
    watch: () => {
      throw new Error('no watch here');
    },
  });
  expect((await prompts.get('it')).content).toBe('good');
  expect(warnings).toEqual(['@prompts: no watch: no watch here']);
  await prompts.close();
});
