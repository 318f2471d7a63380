import { createPrompts, PromptError } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { experiments } from './experiments.ts';
import { FlakyStore } from './test-support/flaky-store.ts';

const valid = { prompt: 'support', variants: { a: 'support', b: 'other' }, unit: 'userId' };

/** Returns the mistakes as `path: message`. */
function issuesOf(create: () => unknown): string[] {
  try {
    create();
  } catch (error) {
    if (!PromptError.isInstance(error) || error.code !== 'CONFIG_INVALID') throw error;
    return (error.issues ?? []).map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}
const define = (definitions: unknown, options?: unknown) => () => experiments(definitions as never, options as never);

describe('a definition', () => {
  it.each<[string, object, string]>([
    ['without a prompt', { prompt: undefined }, 'tone.prompt: must be a text'],
    ['with an empty prompt', { prompt: '' }, 'tone.prompt: must not be empty'],
    ['without a unit', { unit: undefined }, 'tone.unit: must be a key of the context, such as userId'],
    ['with one variant', { variants: { a: 'support' } }, 'tone.variants: must have at least two variants'],
    ['with a variant that looks like an integer', { variants: { a: 'x', 1: 'y' } }, "tone.variants.1: '1' can't be"],
    [
      'with a variant called __proto__',
      { variants: JSON.parse('{"a":"x","__proto__":"y"}') },
      'tone.variants.__proto__',
    ],
    ['with a control that is not a variant', { control: 'c' }, "tone.control: 'c' is not a variant: use one of a, b"],
    ['with weights that sum to 0.9', { weights: { a: 0.5, b: 0.4 } }, 'tone.weights: must sum to 1, but sum to 0.9'],
    ['with weights that sum to 1.1', { weights: { a: 0.5, b: 0.6 } }, 'tone.weights: must sum to 1, but sum to 1.1'],
    ['without a weight', { weights: { a: 1 } }, "tone.weights: has no weight for the variant 'b'"],
    ['with a weight of nothing', { weights: { a: 0.5, b: 0.5, c: 0 } }, "tone.weights: 'c' is not a variant"],
    ['with a negative weight', { weights: { a: -0.5, b: 1 } }, 'tone.weights.a: must be at least 0'],
    ['with a weight that is NaN', { weights: { a: Number.NaN, b: 1 } }, 'tone.weights.a: must be a number'],
    ['with a coverage above 1', { coverage: 1.5 }, 'tone.coverage: must be at most 1'],
    [
      'with an empty slice',
      { namespace: { id: 'n', from: 0.5, to: 0.5 } },
      'tone.namespace: from must be less than to',
    ],
    ['with a slice beyond 1', { namespace: { id: 'n', from: 0, to: 2 } }, 'tone.namespace.to: must be at most 1'],
    ['whose when is not a function', { when: true }, 'tone.when: must be a function'],
    [
      'with an unknown kind',
      { metrics: { m: { kind: 'sum', better: 'higher' } } },
      "tone.metrics.m.kind: must be 'proportion'",
    ],
    ['without a direction', { metrics: { m: { kind: 'mean' } } }, "tone.metrics.m.better: must be 'higher' or 'lower'"],
    ['with an unusable metric', { metrics: JSON.parse('{"__proto__":{}}') }, 'tone.metrics.__proto__: '],
    ['with an unknown key', { wieghts: {} }, 'tone: Unrecognized key: "wieghts"'],
  ])('%s is refused', (_, more, issue) => {
    const issues = issuesOf(define({ tone: { ...valid, ...more } }));
    expect(issues).toEqual([expect.stringContaining(issue)]);
  });

  it.each([[null], [[]], ['tone'], [{ tone: null }], [{ '': valid }]])(
    'has to be an object with a name: %j',
    (definitions) => {
      expect(issuesOf(define(definitions))).toHaveLength(1);
    },
  );

  it('may have weights that sum to almost 1, and no experiments at all', () => {
    expect(issuesOf(define({ tone: { ...valid, weights: { a: 0.333, b: 0.666 } } }))).toEqual([]);
    expect(issuesOf(define({}))).toEqual([]);
  });

  it('all mistakes of all experiments and options are reported at once', () => {
    const definitions = {
      one: { ...valid, unit: '', weights: { a: 1, b: 1 }, namespace: { id: 'n', from: 1, to: 0 } },
      two: { ...valid, weights: { a: 1, b: 1 }, coverage: 2 },
      three: valid,
    };
    const issues = issuesOf(define(definitions, { alpha: 1, tunning: 5 }));
    expect(issues.map((issue) => issue.split(':')[0])).toEqual([
      'one.unit',
      'one.namespace',
      'one.weights',
      'two.coverage',
      'two.weights',
      'three.namespace',
      'alpha',
      'options',
    ]);
    expect(define(definitions)).toThrow(
      /^Invalid experiments:\n {2}one\.unit: .+\n {2}one\.namespace: .+\n {2}one\.weights/,
    );
  });
});

describe('two active experiments on one prompt', () => {
  const slice = (from: number, to: number, id = 'n') => ({ namespace: { id, from, to } });
  it.each<[string, object, object, string | undefined]>([
    ['without namespaces are refused', {}, {}, "two.namespace: 'one' is an active experiment on 'support', too"],
    ['one of them with a namespace are refused', slice(0, 1), {}, 'two.namespace'],
    ['in different namespaces are refused', slice(0, 0.5), slice(0.5, 1, 'm'), 'two.namespace'],
    ['whose slices overlap are refused', slice(0, 0.6), slice(0.5, 1), 'two.namespace'],
    ['with different units are refused', slice(0, 0.5), { ...slice(0.5, 1), unit: 'teamId' }, "two.unit: 'one' is"],
    ['whose slices touch are accepted', slice(0.5, 1), slice(0, 0.5), undefined],
    ['one of them not active are accepted', {}, { active: false }, undefined],
    ['on different prompts are accepted', {}, { prompt: 'other' }, undefined],
  ])('%s', (_, one, two, issue) => {
    const issues = issuesOf(define({ one: { ...valid, ...one }, two: { ...valid, ...two } }));
    expect(issues).toEqual(issue === undefined ? [] : [expect.stringContaining(issue)]);
  });
});

describe('an option', () => {
  it.each<[string, object, string]>([
    ['alpha', { alpha: 0 }, 'alpha: must be above 0'],
    ['tuning', { tuning: -1 }, 'tuning: must be above 0'],
    ['tuning', { tuning: Infinity }, 'tuning: must be a finite number'],
    ['store', { store: {} }, 'store: must be an object with add, summarise, stop, and stops'],
    ['usage', { usage: {} }, 'usage: must be an object with experimentStore'],
    ['usage', { usage: { experimentStore() {} }, store: new FlakyStore() }, 'usage: replaces store: omit one of them'],
    ['sticky', { sticky: { get() {} } }, 'sticky: must be an object with get and set'],
    ['logger', { logger: true }, 'logger'],
  ])('%s is checked', (_, options, issue) => {
    expect(issuesOf(define({ tone: valid }, options))).toEqual([expect.stringContaining(issue)]);
  });
});

describe('createPrompts', () => {
  const systemPrompts = { support: 'You help.', other: 'You help more.', 'pages/*': { file: './prompts' } };

  it('rejects if prompts of experiments are not configured, and names all of them', async () => {
    const tests = experiments({
      one: { ...valid, variants: { a: 'support', b: 'suport' } },
      two: { ...valid, prompt: 'missing', variants: { a: 'support', b: 'pages/*', c: 'pages/' } },
    });
    const error = await createPrompts({ systemPrompts: systemPrompts as never, hooks: [tests] }).catch(
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    expect((error as PromptError).issues?.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      "one.variants.b: 'suport' is not a prompt of this app: add it to systemPrompts",
      "two.prompt: 'missing' is not a prompt of this app: add it to systemPrompts",
      "two.variants.b: 'pages/*' is a collection: name one of its members",
      "two.variants.c: 'pages/' is not a prompt of this app: add it to systemPrompts",
    ]);
  });

  it('accepts members of collections, and experiments that are not active', async () => {
    const tests = experiments({
      one: { ...valid, variants: { a: 'support', b: 'pages/any' } },
      two: { ...valid, prompt: 'missing', active: false },
    });
    const { 'pages/*': _, ...others } = systemPrompts;
    const provider = { name: 'pages', load: async () => ({ content: 'a page' }), list: async () => [] };
    await using prompts = await createPrompts({
      systemPrompts: { ...others, 'pages/*': { provider: 'pages', config: {} } },
      providers: [provider],
      hooks: [tests],
    });
    expect(prompts.list().length).toBeGreaterThan(1);
  });

  it('may be called again with the same hook after it has failed', async () => {
    const tests = experiments({ one: { ...valid, variants: { a: 'support', b: 'added' } } });
    await expect(createPrompts({ systemPrompts: { support: 'x' }, hooks: [tests] })).rejects.toThrow('added');
    await using prompts = await createPrompts({ systemPrompts: { support: 'x', added: 'y' }, hooks: [tests] });
    await prompts.get('support', { context: { userId: 'u1' } });
    const { variants } = await tests.report('one');
    expect(variants.a.units + variants.b.units).toBe(1);
  });
});
