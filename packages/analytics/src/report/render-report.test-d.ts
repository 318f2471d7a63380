import { expectTypeOf, test } from 'vitest';
import type { Usage } from '../usage.ts';
import { renderReport } from './render-report.ts';

declare const usage: Usage;
declare const teams: Usage<'team'>;

test('a report takes a hook, a range and filters', () => {
  expectTypeOf(renderReport({ usage })).toEqualTypeOf<Promise<string>>();
  renderReport({ usage, prompt: ['a', 'b'], from: '2026-11-01', to: new Date() });
  renderReport({ usage: teams, where: { team: 'red' } });
});

test('mistakes are errors', () => {
  // @ts-expect-error: the hook is missing
  renderReport({});
  // @ts-expect-error: not a dimension of this hook
  renderReport({ usage: teams, where: { plan: 'free' } });
  // @ts-expect-error: a report decides itself what it groups by
  renderReport({ usage, by: ['day'] });
});

test('experiments are what report() of @prompts/experiments resolves to', () => {
  const metric = {
    units: 1,
    mean: 0.5,
    lift: 0.1,
    interval: [0, 0.2] as const,
    p: 0.1,
    verdict: 'collecting' as const,
  };
  const report = {
    ...{ experiment: 'tone', seed: 'tone', hashVersion: 2 as const, status: 'running' as const, stop: undefined },
    srm: { chi2: 1, p: 0.5, mismatch: false },
    variants: { control: { units: 1, metrics: { resolved: metric } } },
  };
  renderReport({ usage, experiments: [report] });
});
