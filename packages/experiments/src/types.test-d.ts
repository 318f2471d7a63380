import { createPrompts, type PromptHook } from '@prompts/core';
import Keyv from 'keyv';
import {
  bucketOf,
  type ExperimentDefinition,
  type ExperimentStore,
  experiments,
  rangesOf,
  type Verdict,
} from './index.ts';

function expectType<Expected>(_value: Expected): void {}
type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
const expectTrue = <_Given extends true>() => {};

const tests = experiments({
  'support-tone': {
    prompt: 'support',
    variants: { control: 'support', friendly: 'support-friendly' },
    weights: { control: 0.9, friendly: 0.1 },
    control: 'control',
    unit: 'userId',
    when: ({ country }) => country === 'DE',
    metrics: {
      resolved: { kind: 'proportion', better: 'higher', guardrail: true },
      words: { kind: 'mean', better: 'lower' },
    },
  },
  plain: { prompt: 'plain', variants: { a: 'plain', b: 'other' }, unit: 'teamId' },
});

expectType<PromptHook>(tests);
void createPrompts({ systemPrompts: { support: 'x' }, hooks: [tests] });

// Names of experiments, variants and metrics are those of the definitions.
const assignment = tests.assign('support-tone', { userId: 'u1' });
expectTrue<Equal<NonNullable<typeof assignment>['variant'], 'control' | 'friendly'>>();
tests.record('support-tone', { unit: 'u1', metric: 'resolved', value: 1 });
tests.record('support-tone', { context: { userId: 1 }, metric: 'words', value: 12 });
const report = await tests.report('support-tone');
expectType<number>(report.variants.friendly.metrics.words.mean);
expectType<Verdict | undefined>(report.variants.control.metrics.resolved.verdict);
expectType<2>(report.hashVersion);
// @ts-expect-error unknown experiment
tests.assign('support-tune', {});
// @ts-expect-error unknown experiment
void tests.report('support-tune');
// @ts-expect-error unknown metric
tests.record('support-tone', { unit: 'u1', metric: 'resolvd', value: 1 });
// @ts-expect-error an experiment without metrics
tests.record('plain', { unit: 'u1', metric: 'resolved', value: 1 });
// @ts-expect-error a value that is not a number
tests.record('support-tone', { unit: 'u1', metric: 'resolved', value: true });
// @ts-expect-error unknown variant
report.variants.friendley;
// @ts-expect-error unknown metric
report.variants.friendly.metrics.resolvd;

tests.on('stopped', ({ experiment, variant, metric, reason }) => {
  expectType<readonly string[]>([experiment, variant, metric, reason]);
})();

const variants = { a: 'support', b: 'other' } as const;
// @ts-expect-error a weight is missing
experiments({ tone: { prompt: 'support', variants, unit: 'userId', weights: { a: 1 } } });
// @ts-expect-error a weight of nothing
experiments({ tone: { prompt: 'support', variants, unit: 'userId', weights: { a: 0.5, b: 0.5, c: 0 } } });
// @ts-expect-error the control is not a variant
experiments({ tone: { prompt: 'support', variants, unit: 'userId', control: 'c' } });
// @ts-expect-error a misspelt key
experiments({ tone: { prompt: 'support', variants, unit: 'userId', coverrage: 0.5 } });
// @ts-expect-error the unit is missing
experiments({ tone: { prompt: 'support', variants } });
const base = { prompt: 'support', variants, unit: 'userId' } as const;
// @ts-expect-error an unknown kind
experiments({ tone: { ...base, metrics: { m: { kind: 'sum', better: 'lower' } } } });
// @ts-expect-error a misspelt key of a metric
experiments({ tone: { ...base, metrics: { m: { kind: 'mean', better: 'lower', gaurdrail: true } } } });

// Definitions that are known at run time only.
const loaded: Record<string, ExperimentDefinition> = {};
const dynamic = experiments(loaded);
dynamic.record('any', { unit: 'u1', metric: 'any', value: 1 });
expectType<string | undefined>(dynamic.assign('any', {})?.variant);

declare const store: ExperimentStore;
experiments({}, { store, alpha: undefined, sticky: new Keyv(), logger: false });
experiments({}, { usage: { experimentStore: () => store } });

expectType<number>(bucketOf('seed', 'unit'));
expectType<[number, number][]>(rangesOf([0.5, 0.5]));
