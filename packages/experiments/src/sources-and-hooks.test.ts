import { createPrompts, PromptError, type PromptHook, type PromptProvider, type PromptTemplate } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { describe, expect, it } from 'vitest';
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

describe('a variant from a source', () => {
  function createSource() {
    const state: { answer: PromptTemplate | Error } = { answer: new PromptError('UNAVAILABLE', 'down') };
    const provider: PromptProvider = {
      name: 'draft',
      async load() {
        if (state.answer instanceof Error) throw state.answer;
        return state.answer;
      },
    };
    return { state, provider };
  }

  async function serve(more: { fallback?: string } = {}) {
    const source = createSource();
    const tests = define();
    const clock = fakeClock();
    const prompts = await createPrompts({
      systemPrompts: { support: 'You help.', 'support-friendly': { provider: 'draft', config: {}, ...more } },
      providers: [source.provider],
      hooks: [tests],
      logger: false,
      clock,
    });
    const [userId = ''] = usersOf(tests, 'tone', 'friendly', 1);
    return { ...source, tests, prompts, clock, context: { userId } };
  }

  it('without any text is replaced by the control, and the unit is not counted', async () => {
    const { state, tests, prompts, context } = await serve();
    expect((await prompts.get('support', { context })).name).toBe('support');
    expect(prompts.peek('support', { context })?.name).toBe('support');
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 0 });
    state.answer = { content: 'back' };
    await prompts.refresh('support-friendly');
    expect((await prompts.get('support', { context })).content).toBe('back');
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 1 });
    await prompts.close();
  });

  it('serves its fallback, or its last good text, and the unit is counted', async () => {
    const { state, tests, prompts, context } = await serve({ fallback: 'the fallback' });
    expect(await prompts.get('support', { context })).toMatchObject({ content: 'the fallback', state: 'fallback' });
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 1 });
    state.answer = { content: 'good' };
    await prompts.refresh('support-friendly');
    state.answer = new PromptError('UNAVAILABLE', 'down');
    await prompts.refresh('support-friendly');
    expect((await prompts.get('support', { context })).content).toBe('good');
    await prompts.close();
  });

  it('may be a member of a collection', async () => {
    const provider: PromptProvider<{ id?: string }> = {
      name: 'pages',
      load: async ({ id }) => ({ content: `page ${id}` }),
      list: async () => [{ name: 'friendly', config: { id: 'friendly' } }],
    };
    const tests = define({ variants: { control: 'support', friendly: 'pages/friendly' } });
    await using prompts = await createPrompts({
      systemPrompts: { support: 'You help.', 'pages/*': { provider: 'pages', config: {} } },
      providers: [provider],
      hooks: [tests],
    });
    const [userId = ''] = usersOf(tests, 'tone', 'friendly', 1);
    expect((await prompts.get('support', { context: { userId } })).content).toBe('page friendly');
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 1 });
  });

  it('is not counted if the read is aborted', async () => {
    const { tests, prompts, context } = await serve();
    const reading = prompts.get('support', { context, signal: AbortSignal.abort() });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 0 });
    await prompts.close();
  });
});

describe('together with other hooks', () => {
  const userId = 'u1';
  const noted: PromptHook = {
    name: 'note',
    async before(request) {
      return { ...request, context: { ...request.context, noted: true } };
    },
    loaded: (template) => ({ ...template, content: `${template.content} (noted)` }),
  };

  it.each([
    ['before', (tests: PromptHook) => [tests, noted]],
    ['after', (tests: PromptHook) => [noted, tests]],
  ])('it works %s a hook that copies requests and changes texts', async (_, order) => {
    const tests = define();
    await using prompts = await createPrompts({ systemPrompts, hooks: order(tests) });
    expect((await prompts.get('support', { context: { userId } })).content).toBe('You help, gladly. (noted)');
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 1 });
  });

  it('does not count a unit whose read another hook redirects or refuses', async () => {
    const tests = define();
    const other: PromptHook = {
      name: 'other',
      before(request) {
        if (request.context?.blocked) throw new PromptError('FORBIDDEN', 'no');
        return { ...request, name: 'greeting' };
      },
    };
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests, other] });
    expect((await prompts.get('support', { context: { userId } })).name).toBe('greeting');
    await expect(prompts.get('support', { context: { userId, blocked: true } })).rejects.toThrow('no');
    expect(await unitsOf(tests)).toEqual({ control: 0, friendly: 0 });
  });

  it('two of them on different prompts count apart', async () => {
    const [one, two] = [define(), experiments({ hello: { ...definition, prompt: 'greeting' } })];
    await using prompts = await createPrompts({ systemPrompts, hooks: [one, two] });
    await prompts.get('support', { context: { userId } });
    await prompts.get('greeting', { context: { userId } });
    expect(await unitsOf(one)).toEqual({ control: 0, friendly: 1 });
    expect(Object.values((await two.report('hello')).variants).map(({ units }) => units)).toContain(1);
  });

  it('two of them on one prompt never take units from each other', async () => {
    const logger = recordingLogger();
    const variants = { control: 'support', hello: 'greeting' };
    const [one, two] = [define(), experiments({ hello: { ...definition, variants } }, { logger })];
    await using prompts = await createPrompts({ systemPrompts, hooks: [one, two] });
    for (let user = 0; user < 200; user += 1) await prompts.get('support', { context: { userId: user } });
    const { control = 0, friendly = 0 } = await unitsOf(one);
    expect([control + friendly, control > 70]).toEqual([200, true]);
    expect((await two.report('hello')).variants).toMatchObject({ control: { units: 0 }, hello: { units: 0 } });
    expect(logger.warnings).toEqual([expect.stringContaining("another hook has an experiment on 'support'")]);
  });

  it('variants of one prompt can be compared with themselves', async () => {
    const tests = define({ variants: { a: 'support', b: 'support' } });
    await using prompts = await createPrompts({ systemPrompts, hooks: [tests] });
    for (let user = 0; user < 200; user += 1) await prompts.get('support', { context: { userId: user } });
    const { a, b } = await unitsOf(tests);
    expect([(a ?? 0) + (b ?? 0), Math.min(a ?? 0, b ?? 0) > 70]).toEqual([200, true]);
  });
});
