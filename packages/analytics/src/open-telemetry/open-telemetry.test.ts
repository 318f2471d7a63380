import { createPrompts, type HookApp, type Prompt, type PromptChange, type PromptHook } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { freshDatabase } from '../../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from '../create-usage.ts';
import type { ExperimentStore } from '../experiment-store.ts';
import { collectEvents, collectMetrics } from '../test-support/collect-telemetry.ts';
import { entryOf, TextSource } from '../test-support/text-source.ts';
import { countReads } from './count-reads.ts';
import { emitChange } from './emit-change.ts';
import { withExposureCounter } from './with-exposure-counter.ts';

const support = { name: 'support', version: '7', hash: 'abc' };
const promptOf = (facts: Partial<Prompt>): Prompt => ({ state: 'fresh', ...support, ...facts }) as Prompt;

describe('countReads', () => {
  test('adds up what takeReads returns, per name, version and state', async () => {
    const takeMetrics = collectMetrics();
    let takeReads: HookApp['takeReads'] = () => [];
    const hook: PromptHook = {
      name: 'reads',
      started: (app) => {
        takeReads = app.takeReads;
      },
    };
    await using prompts = await createPrompts({ systemPrompts: { support: 'Hello' }, hooks: [hook] });
    const { version } = await prompts.get('support');
    for (let read = 0; read < 4; read++) prompts.peek('support');
    countReads(takeReads());
    prompts.peek('support');
    countReads([...takeReads(), { prompt: promptOf({ state: 'stale' }), reads: 3 }]);

    expect(await takeMetrics()).toEqual([
      {
        name: 'prompts.reads',
        value: 6,
        'gen_ai.prompt.name': 'support',
        'gen_ai.prompt.version': version,
        'prompts.state': 'fresh',
      },
      {
        name: 'prompts.reads',
        value: 3,
        'gen_ai.prompt.name': 'support',
        'gen_ai.prompt.version': '7',
        'prompts.state': 'stale',
      },
    ]);
  });

  test('counts by an SDK that is registered after the first call', async () => {
    countReads([{ prompt: promptOf({}), reads: 1 }]);
    const takeMetrics = collectMetrics();
    countReads([{ prompt: promptOf({}), reads: 2 }]);
    expect(await takeMetrics()).toMatchObject([{ value: 2 }]);
  });
});

describe('withExposureCounter', () => {
  const exposure = { experiment: 'tone', seed: 'tone', unit: 'ada', variant: 'friendly', exposedAtMs: 0 };
  const exposures = [exposure, { ...exposure, unit: 'bob' }, { ...exposure, variant: 'control' }];
  const batch = { id: 'a', exposures, values: [] };

  test('counts exposures per experiment and variant, and omits the units', async () => {
    const takeMetrics = collectMetrics();
    const store = withExposureCounter({ add: async () => {} } as Partial<ExperimentStore> as ExperimentStore);
    await store.add(batch);
    expect(await takeMetrics()).toEqual([
      { name: 'prompts.exposures', value: 2, 'feature_flag.key': 'tone', 'feature_flag.result.variant': 'friendly' },
      { name: 'prompts.exposures', value: 1, 'feature_flag.key': 'tone', 'feature_flag.result.variant': 'control' },
    ]);
  });

  test('counts nothing that was not stored, so that it counts once when it is added again', async () => {
    const takeMetrics = collectMetrics();
    const add = vi.fn<ExperimentStore['add']>().mockRejectedValueOnce(new Error('the store is down'));
    const store = withExposureCounter({ add } as Partial<ExperimentStore> as ExperimentStore);
    await expect(store.add(batch)).rejects.toThrow('the store is down');
    await store.add(batch);
    expect((await takeMetrics())?.map(({ value }) => value)).toEqual([2, 1]);
  });
});

describe('emitChange', () => {
  test('emits an event with both versions', () => {
    const takeEvents = collectEvents();
    emitChange({ name: 'support', prompt: promptOf({}), previous: promptOf({ version: '6' }) } as PromptChange);
    expect(takeEvents()).toMatchObject([
      {
        eventName: 'prompts.change',
        attributes: {
          'gen_ai.prompt.name': 'support',
          'gen_ai.prompt.version': '7',
          'prompts.hash': 'abc',
          'prompts.previous_version': '6',
        },
      },
    ]);
  });

  test('emits nothing for the first text of a prompt', () => {
    const takeEvents = collectEvents();
    emitChange({ name: 'support', prompt: promptOf({}), previous: undefined });
    expect(takeEvents()).toEqual([]);
  });
});

describe('analytics', () => {
  async function startUsage(openTelemetry: boolean) {
    const database = await freshDatabase('sqlite');
    onTestFinished(() => database.drop());
    const usage = createUsage({ store: database.url, openTelemetry }, { clock: fakeClock() });
    onTestFinished(() => usage.close());
    const source = new TextSource({ a: 'old' });
    const systemPrompts = { support: entryOf('a', { required: true }) };
    const prompts = await createPrompts({ systemPrompts, providers: [source], hooks: [usage] });
    onTestFinished(() => prompts.close());
    const run = async () => {
      prompts.peek('support');
      source.texts.set('a', 'new');
      await prompts.refresh();
      prompts.peek('support');
      prompts.peek('support');
      await usage.flush();
      const exposure = { experiment: 'tone', seed: 'tone', unit: 'ada', variant: 'friendly', exposedAtMs: 0 };
      await usage.experimentStore().add({ id: 'a', exposures: [exposure], values: [] });
    };
    return { usage, run };
  }

  test('reports reads, changes and exposures with openTelemetry, each once', async () => {
    const [takeMetrics, takeEvents] = [collectMetrics(), collectEvents()];
    const { usage, run } = await startUsage(true);
    await run();
    await usage.flush();
    expect(await takeMetrics()).toMatchObject([
      { name: 'prompts.reads', value: 1, 'gen_ai.prompt.version': 'version of old', 'prompts.state': 'fresh' },
      { name: 'prompts.reads', value: 2, 'gen_ai.prompt.version': 'version of new', 'prompts.state': 'fresh' },
      { name: 'prompts.exposures', value: 1, 'feature_flag.key': 'tone' },
    ]);
    expect(takeEvents().map(({ attributes }) => attributes['prompts.previous_version'])).toEqual(['version of old']);
    expect(await usage.query()).toMatchObject([{ reads: 3 }]);
  });

  test('reports nothing without it', async () => {
    const [takeMetrics, takeEvents] = [collectMetrics(), collectEvents()];
    const { run } = await startUsage(false);
    await run();
    expect(await takeMetrics()).toBeUndefined();
    expect(takeEvents()).toEqual([]);
  });

  test('refuses openTelemetry if @opentelemetry/api is not installed', async () => {
    vi.resetModules();
    vi.doMock('./load-api.ts', () => ({ loadOpenTelemetryApi: () => undefined }));
    onTestFinished(() => {
      vi.doUnmock('./load-api.ts');
      vi.resetModules();
    });
    const { analytics } = await import('../analytics.ts');
    const message = 'requires a package: run npm install @opentelemetry/api';
    expect(() => analytics({ store: 'sqlite:./usage.db', openTelemetry: true })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', issues: [{ path: 'openTelemetry', message }] }),
    );
  });
});
