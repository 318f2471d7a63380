import type { Experiment } from '../definition/experiment.ts';
import type { Metric } from '../definition/experiment-definition.ts';
import { sampleRatio } from '../statistics/sample-ratio.ts';
import { sequentialTest } from '../statistics/sequential-test.ts';
import type { ExperimentStop, VariantSummary } from '../store/experiment-store.ts';
import type { ExperimentReport, MetricReport, VariantReport } from './experiment-report.ts';
import { toSample } from './to-sample.ts';
import { toVerdict } from './to-verdict.ts';

/** Below this, the numbers of units do not fit the weights. */
const mismatchBelow = 0.001;

/** Compares the variants of an experiment. @param summaries What the store knows. A variant without units may be absent. */
export function createReport(
  experiment: Experiment,
  summaries: readonly VariantSummary[],
  { stop, ...options }: { readonly stop: ExperimentStop | undefined; readonly alpha: number; readonly tuning: number },
): ExperimentReport {
  const { name, seed, variants, control, isActive } = experiment;
  const summaryOf = new Map(summaries.map((summary) => [summary.variant, summary]));
  const unitsOf = (variant: string) => summaryOf.get(variant)?.units ?? 0;
  const ratio = sampleRatio(
    variants.map((variant) => unitsOf(variant.name)),
    variants.map(({ weight }) => weight),
  );
  const mismatch = ratio.p < mismatchBelow;

  function reportMetric(variant: string, metricName: string, metric: Metric): MetricReport {
    const sampleOf = (each: string) => {
      const sums = summaryOf.get(each)?.metrics ?? {};
      return toSample(metric, unitsOf(each), Object.hasOwn(sums, metricName) ? sums[metricName] : undefined);
    };
    const sample = sampleOf(variant);
    const base = { units: sample.n, mean: sample.mean };
    if (variant === control.name) return base;
    const controlSample = sampleOf(control.name);
    const test = sequentialTest(controlSample, sample, options);
    const difference = sample.mean - controlSample.mean;
    const verdict = mismatch ? undefined : toVerdict(test, { better: metric.better, difference, alpha: options.alpha });
    return { ...base, ...test, ...(verdict && { verdict }) };
  }

  function reportVariant(variant: string): VariantReport {
    const metrics = Array.from(experiment.metrics, ([name, metric]) => [name, reportMetric(variant, name, metric)]);
    return { units: unitsOf(variant), metrics: Object.fromEntries(metrics) };
  }

  return {
    experiment: name,
    seed,
    hashVersion: 2,
    status: stop || !isActive ? 'stopped' : 'running',
    ...(stop && { stop }),
    srm: { ...ratio, mismatch },
    variants: Object.fromEntries(variants.map((variant) => [variant.name, reportVariant(variant.name)])),
  };
}
