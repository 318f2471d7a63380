import { describe, expect, it } from 'vitest';
import { createExperiment } from '../definition/experiment.ts';
import type { Metric } from '../definition/experiment-definition.ts';
import { createReport } from './create-report.ts';

/** Reports on a control and a treatment of 1,000 units each, with these sums. */
function compare(
  metric: Metric,
  control: [sum: number, sumOfSquares: number],
  treatment: [number, number],
  units = 1000,
) {
  const definition = { prompt: 'p', variants: { a: 'p', b: 'q' }, unit: 'id', metrics: { it: metric } };
  const summary = (variant: string, [sum, sumOfSquares]: [number, number]) => ({
    variant,
    units,
    metrics: { it: { units, sum, sumOfSquares, positiveUnits: sum } },
  });
  const summaries = [summary('a', control), summary('b', treatment)];
  const options = { stop: undefined, alpha: 0.05, tuning: 5000 };
  return createReport(createExperiment('e', definition), summaries, options).variants.b?.metrics.it;
}

describe('the verdict', () => {
  const higher: Metric = { kind: 'proportion', better: 'higher' };
  const lower: Metric = { kind: 'proportion', better: 'lower' };
  it.each<[string, Metric, number, number, string]>([
    ['more of what is better', higher, 300, 400, 'better'],
    ['less of what is better', higher, 400, 300, 'worse'],
    ['more of what is worse', lower, 300, 400, 'worse'],
    ['less of what is worse', lower, 400, 300, 'better'],
    ['about the same', lower, 300, 310, 'no difference seen'],
    ['rare events', lower, 3, 5, 'collecting'],
    ['nothing at all', lower, 0, 0, 'collecting'],
    ['nothing but in the treatment', lower, 0, 300, 'worse'],
    ['all of the control and nothing of the treatment', higher, 1000, 0, 'worse'],
    ['nothing of the control and all of the treatment', higher, 0, 1000, 'better'],
  ])('on %s', (_, metric, control, treatment, verdict) => {
    expect(compare(metric, [control, control], [treatment, treatment])?.verdict).toBe(verdict);
  });

  it('is collecting with few units, and where no variance is known', () => {
    expect(compare(higher, [1, 1], [2, 2], 3)).toMatchObject({ lift: 1, verdict: 'collecting' });
    const mean: Metric = { kind: 'mean', better: 'lower' };
    expect(compare(mean, [5, 5], [5, 5], 1)?.verdict).toBe('collecting');
    expect(compare(mean, [2000, 4000], [3000, 9000])).toEqual({
      units: 1000,
      mean: 3,
      lift: 0.5,
      verdict: 'collecting',
    });
    expect(compare(mean, [2e200, Infinity], [3e200, Infinity])?.verdict).toBe('collecting');
  });
});

it('a mean is that of the sums of the units', () => {
  const mean: Metric = { kind: 'mean', better: 'lower' };
  // 1,000 units of which half have 1 and half 3, compared with 2 and 4.
  expect(compare(mean, [2000, 5000], [3000, 10_000])).toMatchObject({ mean: 3, lift: 0.5, verdict: 'worse' });
});

it('a metric may be named like something that every object has', () => {
  const metrics = { constructor: { kind: 'mean', better: 'lower' } } as const;
  const experiment = createExperiment('e', { prompt: 'p', variants: { a: 'p', b: 'q' }, unit: 'id', metrics });
  const summaries = [{ variant: 'a', units: 3, metrics: {} }];
  const report = createReport(experiment, summaries, { stop: undefined, alpha: 0.05, tuning: 5000 });
  expect(report.variants.a?.metrics).toEqual({ constructor: { units: 3, mean: 0 } });
});

it('there is no verdict while the numbers of units do not fit the weights', () => {
  const definition = {
    prompt: 'p',
    variants: { a: 'p', b: 'q' },
    weights: { a: 0.9, b: 0.1 },
    unit: 'id',
    metrics: { it: { kind: 'proportion', better: 'higher' } },
  } as const;
  const sums = (positiveUnits: number) => ({ units: 500, sum: 0, sumOfSquares: 0, positiveUnits });
  const summaries = [
    { variant: 'a', units: 1000, metrics: { it: sums(400) } },
    { variant: 'b', units: 1000, metrics: { it: sums(100) } },
    { variant: 'gone', units: 50, metrics: {} },
  ];
  const options = { stop: undefined, alpha: 0.05, tuning: 5000 };
  const report = createReport(createExperiment('e', definition), summaries, options);
  expect(report.srm).toMatchObject({ mismatch: true, p: expect.closeTo(0) });
  expect(report.variants.b?.metrics.it).toMatchObject({ mean: 0.1, lift: expect.closeTo(-0.75, 12) });
  expect(report.variants.b?.metrics.it).not.toHaveProperty('verdict');
});
