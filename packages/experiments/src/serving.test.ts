import { createPrompts } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { bucketOf } from './assignment/bucket-of.ts';
import type { ExperimentDefinition } from './definition/experiment-definition.ts';
import { experiments } from './experiments.ts';
import { recordingLogger } from './test-support/recording-logger.ts';
import { usersOf } from './test-support/users.ts';

const systemPrompts = { support: 'You help.', 'support-friendly': 'You help, gladly.', greeting: 'Hello.' };
const definition: ExperimentDefinition = {
  prompt: 'support',
  variants: { control: 'support', friendly: 'support-friendly' },
  unit: 'userId',
  metrics: { resolved: { kind: 'proportion', better: 'higher' } },
};

const define = (more: Partial<ExperimentDefinition> = {}) =>
  experiments({ tone: { ...definition, ...more } }, { logger: false });
const unitsOf = async (tests: ReturnType<typeof define>) => {
  const { variants } = await tests.report('tone');
  return Object.fromEntries(Object.entries(variants).map(([name, { units }]) => [name, units]));
};

describe('a read of a prompt with an experiment', () => {
  it('returns the variant of the unit, by get, peek and render, always the same', async () => {
    const tests = define();
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    for (const userId of usersOf(tests, 'tone', 'friendly', 20)) {
      const context = { userId };
      expect(bucketOf('tone', userId)).toBeGreaterThanOrEqual(0.5);
      expect((await prompts.get('support', { context })).name).toBe('support-friendly');
      expect(prompts.peek('support', { context })?.name).toBe('support-friendly');
      expect(await prompts.render('support', {}, { context })).toBe('You help, gladly.');
    }
    for (const userId of usersOf(tests, 'tone', 'control', 20)) {
      expect((await prompts.get('support', { context: { userId } })).name).toBe('support');
    }
    expect(await unitsOf(tests)).toEqual({ control: 20, friendly: 20 });
  });

  it('counts each unit once, also if it is only read by peek', async () => {
    const tests = define();
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    const [userId = ''] = usersOf(tests, 'tone', 'friendly', 1);
    for (let read = 0; read < 3; read += 1) prompts.peek('support', { context: { userId } });
    await Promise.resolve();
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 1 });
  });

  it('does not count what assign returns', async () => {
    const tests = define();
    expect(tests.assign('tone', { userId: 'u1' })).toEqual({ variant: 'friendly', prompt: 'support-friendly' });
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 0 });
  });

  it.each([
    ['no context', undefined],
    ['a context without the unit', {}],
    ['an empty text', { userId: '' }],
    ['null', { userId: null }],
    ['an object', { userId: { id: 1 } }],
    ['NaN', { userId: Number.NaN }],
    ['a boolean', { userId: true }],
    ['a context that is null', null],
  ])('serves the control without a unit, and does not count it: %s', async (_, context) => {
    const tests = define();
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    expect((await prompts.get('support', { context: context as never })).name).toBe('support');
    expect(tests.assign('tone', context as never)).toBeUndefined();
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 0 });
  });

  it('warns once if a unit is of another type', async () => {
    const logger = recordingLogger();
    const tests = experiments({ tone: definition }, { logger });
    for (const userId of [{}, {}, ['x'], undefined]) tests.assign('tone', { userId });
    expect(logger.warnings).toEqual([expect.stringMatching(/'tone': context\.userId must be a .+ but is an object/)]);
  });

  it('treats numbers as their texts', () => {
    const tests = define();
    for (let userId = 0; userId < 20; userId += 1) {
      expect(tests.assign('tone', { userId })).toEqual(tests.assign('tone', { userId: String(userId) }));
    }
  });

  it('leaves reads of other prompts, and of the variants by their own names, as they are', async () => {
    const tests = define();
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    const context = { userId: 'u1' };
    expect(prompts.get('greeting', { context })).toBe(prompts.get('greeting', { context }));
    expect((await prompts.get('support-friendly', { context })).name).toBe('support-friendly');
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 0 });
  });

  it('may have a prompt that is not a variant: the control is served to units that do not take part', async () => {
    const variants = { short: 'greeting', friendly: 'support-friendly' };
    const tests = define({ variants, control: 'friendly', coverage: 0 });
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    for (const context of [{}, { userId: 'u1' }]) {
      expect((await prompts.get('support', { context })).name).toBe('support-friendly');
    }
  });

  it('is not redirected while the experiment is not active, but its outcomes can still be reported', async () => {
    const tests = define({ active: false, variants: { a: 'gone', b: 'gone, too' } });
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    expect((await prompts.get('support', { context: { userId: 'u1' } })).name).toBe('support');
    expect(prompts.get('support')).toBe(prompts.get('support'));
    expect(tests.assign('tone', { userId: 'u1' })).toBeUndefined();
    expect((await tests.report('tone')).status).toBe('stopped');
  });
});

describe('who takes part', () => {
  it('is limited by coverage: the others are served the control, and not counted', async () => {
    const [half, all] = [define({ coverage: 0.5 }), define()];
    const users = Array.from({ length: 1000 }, (_, index) => ({ userId: `u${index}` }));
    const taking = users.filter((context) => half.assign('tone', context));
    expect(Math.abs(taking.length - 500)).toBeLessThan(60);
    // Raising the coverage moves nobody.
    for (const context of taking) expect(all.assign('tone', context)).toEqual(half.assign('tone', context));
  });

  it('is decided by when', async () => {
    const tests = define({ when: ({ country }) => country === 'DE' });
    expect(tests.assign('tone', { userId: 'u1', country: 'DE' })?.variant).toBe('friendly');
    expect(tests.assign('tone', { userId: 'u1', country: 'FR' })).toBeUndefined();
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('a private detail');
      },
    ],
    ['returns a promise', async () => true],
    ['returns nothing', () => undefined],
  ])('excludes everybody if when %s, with one warning', async (_, when) => {
    const logger = recordingLogger();
    const tests = experiments({ tone: { ...definition, when: when as () => boolean } }, { logger });
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    for (let read = 0; read < 3; read += 1) {
      expect((await prompts.get('support', { context: { userId: 'u1' } })).name).toBe('support');
    }
    expect(logger.warnings).toEqual([expect.stringContaining("'tone': when() ")]);
    expect(logger.warnings[0]).not.toContain('private');
  });

  it('is divided by a namespace among experiments on one prompt', async () => {
    const [first, second] = [
      { id: 'support', from: 0, to: 0.5 },
      { id: 'support', from: 0.5, to: 1 },
    ];
    const variants = { control: 'support', short: 'greeting' };
    const tests = experiments(
      { tone: { ...definition, namespace: first }, length: { ...definition, variants, namespace: second } },
      { logger: false },
    );
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    let both = 0;
    for (let index = 0; index < 500; index += 1) {
      const context = { userId: `u${index}` };
      const assigned = [tests.assign('tone', context), tests.assign('length', context)].filter((each) => each);
      both += assigned.length - 1;
      expect((await prompts.get('support', { context })).name).toBe(assigned[0]?.prompt);
    }
    expect(both).toBe(0);
    const reports = await Promise.all([tests.report('tone'), tests.report('length')]);
    const units = reports.flatMap((report) => Object.values(report.variants).map((variant) => variant.units));
    expect(units.reduce((sum, each) => sum + each, 0)).toBe(500);
    expect(Math.min(...units)).toBeGreaterThan(90);
  });

  it('changes with the seed', () => {
    const [one, other] = [define(), define({ seed: 'tone, second try' })];
    const users = usersOf(one, 'tone', 'friendly', 200);
    const kept = users.filter((userId) => other.assign('tone', { userId })?.variant === 'friendly');
    expect(kept.length).toBeGreaterThan(60);
    expect(kept.length).toBeLessThan(140);
  });
});
