import { createPrompts } from '@prompts/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { experiments } from './experiments.ts';

const systemPrompts = { support: 'You help.', 'support-friendly': 'You help, gladly.' };

async function serve() {
  const tests = experiments({
    tone: {
      prompt: 'support',
      variants: { control: 'support', friendly: 'support-friendly' },
      unit: 'userId',
      metrics: { resolved: { kind: 'proportion', better: 'higher' }, words: { kind: 'mean', better: 'lower' } },
    },
  });
  const prompts = await createPrompts({ systemPrompts, hooks: [tests] });
  const read = (userId: string) => prompts.get('support', { context: { userId } });
  return { tests, prompts, read };
}

afterEach(() => void vi.useRealTimers());

describe('record', () => {
  it('adds the values of a unit; units without values count as 0', async () => {
    const { tests, read, prompts } = await serve();
    for (let user = 0; user < 40; user += 1) await read(`u${user}`);
    for (const words of [10, 20]) tests.record('tone', { unit: 'u1', metric: 'words', value: words });
    tests.record('tone', { context: { userId: 'u1' }, metric: 'resolved', value: 3 });
    tests.record('tone', { unit: 'u1', metric: 'resolved', value: -5 });
    const { variants } = await tests.report('tone');
    const { units } = variants.friendly;
    expect(variants.friendly.metrics).toMatchObject({
      words: { units, mean: 30 / units },
      resolved: { units, mean: 1 / units },
    });
    expect(variants.control.metrics).toEqual({
      words: { units: variants.control.units, mean: 0 },
      resolved: { units: variants.control.units, mean: 0 },
    });
    await prompts.close();
  });

  it('leaves out values from before the exposure, even of the same millisecond', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    const { tests, read, prompts } = await serve();
    tests.record('tone', { unit: 'u1', metric: 'words', value: 100 });
    await read('u1');
    tests.record('tone', { unit: 'u1', metric: 'words', value: 7 });
    expect((await tests.report('tone')).variants.friendly.metrics.words.mean).toBe(7);
    await prompts.close();
  });

  it('keeps its order with peek, even without a pause in between', async () => {
    const { tests, prompts } = await serve();
    tests.record('tone', { unit: 'u1', metric: 'words', value: 100 });
    prompts.peek('support', { context: { userId: 'u1' } });
    tests.record('tone', { unit: 'u1', metric: 'words', value: 7 });
    expect((await tests.report('tone')).variants.friendly).toMatchObject({ units: 1, metrics: { words: { mean: 7 } } });
    await prompts.close();
  });

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('counts a value after the exposure if the clock was set %s in between', async (_, byMs) => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    const { tests, read, prompts } = await serve();
    await read('u1');
    vi.setSystemTime(Date.now() + byMs);
    tests.record('tone', { unit: 'u1', metric: 'words', value: 7 });
    expect((await tests.report('tone')).variants.friendly.metrics.words.mean).toBe(7);
    await prompts.close();
  });

  it.each<[string, object, string[]]>([
    [
      'an unknown metric',
      { unit: 'u1', metric: 'wrods', value: 1 },
      ["'wrods' is not a metric", "'resolved', 'words'"],
    ],
    ['no unit', { metric: 'words', value: 1 }, ['unit: pass a non-empty string', "'userId'"]],
    ['an empty unit', { unit: '', metric: 'words', value: 1 }, ['unit:']],
    ['a unit that is an object', { unit: {}, metric: 'words', value: 1 }, ['unit:']],
    ['a context without the unit', { context: {}, metric: 'words', value: 1 }, ['unit:']],
    ['NaN', { unit: 'u1', metric: 'words', value: Number.NaN }, ['value: must be a finite number']],
    ['Infinity', { unit: 'u1', metric: 'words', value: Infinity }, ['value:']],
    ['-Infinity', { unit: 'u1', metric: 'words', value: -Infinity }, ['value:']],
    ['a text as value', { unit: 'u1', metric: 'words', value: '1' }, ['value:']],
    ['several mistakes', { metric: 'constructor', value: null }, ['unit:', 'metric:', 'value:']],
  ])('refuses %s', async (_, outcome, messages) => {
    const { tests, prompts } = await serve();
    const record = () => tests.record('tone', outcome as never);
    expect(record).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    for (const message of messages) expect(record).toThrow(message);
    await prompts.close();
  });

  it('and the other methods refuse an unknown experiment, and name those that exist', async () => {
    const { tests, prompts } = await serve();
    const expected = expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: "'tune' is not an experiment: defined are 'tone'",
    });
    const name = 'tune' as 'tone';
    expect(() => tests.record(name, { unit: 'u1', metric: 'words', value: 1 })).toThrow(expected);
    expect(() => tests.assign(name, {})).toThrow(expected);
    await expect(tests.report(name)).rejects.toEqual(expected);
    expect(() => tests.assign('constructor' as 'tone', {})).toThrow(/not an experiment/);
    await prompts.close();
  });

  it('is refused after close, but reports are not', async () => {
    const { tests, prompts, read } = await serve();
    await read('u1');
    tests.record('tone', { unit: 'u1', metric: 'words', value: 7 });
    await prompts.close();
    await tests.close();
    const record = () => tests.record('tone', { unit: 'u1', metric: 'words', value: 7 });
    expect(record).toThrow(expect.objectContaining({ code: 'CLOSED' }));
    expect((await tests.report('tone')).variants.friendly.metrics.words.mean).toBe(7);
  });
});

describe('report', () => {
  it('names the version of the hash, and the state', async () => {
    const { tests, prompts } = await serve();
    expect(await tests.report('tone')).toEqual({
      experiment: 'tone',
      seed: 'tone',
      hashVersion: 2,
      status: 'running',
      srm: { chi2: 0, p: 1, mismatch: false },
      variants: {
        control: { units: 0, metrics: { resolved: { units: 0, mean: 0 }, words: { units: 0, mean: 0 } } },
        friendly: {
          units: 0,
          metrics: {
            resolved: { units: 0, mean: 0, verdict: 'collecting' },
            words: { units: 0, mean: 0, verdict: 'collecting' },
          },
        },
      },
    });
    await prompts.close();
  });
});
