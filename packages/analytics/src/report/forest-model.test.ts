import { describe, expect, test } from 'vitest';
import { toForests } from './forest-model.ts';
import type { ReportedExperiment, ReportedMetric } from './reported-experiment.ts';

const reportOf = (
  variants: Readonly<Record<string, Readonly<Record<string, ReportedMetric>>>>,
): ReportedExperiment => ({
  ...{ experiment: 'tone', status: 'running', srm: { p: 0.5, mismatch: false } },
  variants: Object.fromEntries(Object.entries(variants).map(([name, metrics]) => [name, { units: 10, metrics }])),
});
const compared = (lift: number, interval?: [number, number]) => ({ units: 10, mean: 1, lift, interval });
const control = { units: 10, mean: 1 };

describe('toForests', () => {
  test('puts the variant first that is not compared, wherever the report has it', () => {
    const [forest] = toForests(reportOf({ friendly: { resolved: compared(0.1) }, classic: { resolved: control } }));
    expect(forest?.rows.map(({ variant, isControl }) => ({ variant, isControl }))).toEqual([
      { variant: 'classic', isControl: true },
      { variant: 'friendly', isControl: false },
    ]);
  });

  test('takes the first variant for the control while nothing can be compared', () => {
    const [forest] = toForests(reportOf({ classic: { resolved: control }, friendly: { resolved: control } }));
    expect(forest?.rows[0]).toMatchObject({ variant: 'classic', isControl: true });
  });

  test('returns one model for each metric, with the variants that have it', () => {
    const forests = toForests(reportOf({ a: { x: control, y: control }, b: { x: compared(0.1) } }));
    expect(forests.map(({ metric, rows }) => [metric, rows.length])).toEqual([
      ['x', 2],
      ['y', 1],
    ]);
  });

  test('draws all intervals and the line of the control, with a margin', () => {
    const [forest] = toForests(reportOf({ a: { x: control }, b: { x: compared(0.1, [0.05, 0.2]) } }));
    expect(forest?.range.low).toBeCloseTo(-0.016);
    expect(forest?.range.high).toBeCloseTo(0.216);
  });

  test('cuts intervals off beyond 100%', () => {
    const [forest] = toForests(reportOf({ a: { x: control }, b: { x: compared(0.1, [-Infinity, 5]) } }));
    expect(forest?.range.low).toBeCloseTo(-1.16);
    expect(forest?.range.high).toBeCloseTo(1.16);
  });
});
