import type { ReportedExperiment, ReportedMetric } from './reported-experiment.ts';

/** A range of lifts. */
export interface LiftRange {
  readonly low: number;
  readonly high: number;
}

/** A variant beside the control. */
export interface ForestRow extends ReportedMetric {
  readonly variant: string;
  readonly isControl: boolean;
}

/** One metric of an experiment, ready to be drawn. */
export interface Forest {
  readonly metric: string;
  /** The control first. */
  readonly rows: readonly ForestRow[];
  /** What is drawn. An interval may be wider. */
  readonly range: LiftRange;
}

/** Returns one model for each metric. Variants without the metric have no row. */
export function toForests(report: ReportedExperiment): Forest[] {
  const control = findControl(report);
  const variants = Object.entries(report.variants).sort(
    ([name], [other]) => Number(other === control) - Number(name === control),
  );
  const metrics = new Set(variants.flatMap(([, variant]) => Object.keys(variant.metrics)));
  return Array.from(metrics, (metric) => {
    const rows = variants.flatMap(([variant, { metrics: its }]) => {
      const result = Object.hasOwn(its, metric) ? its[metric] : undefined;
      return result ? [{ ...result, variant, isControl: variant === control }] : [];
    });
    return { metric, rows, range: toLiftRange(rows) };
  });
}

/** Returns the name of the control: the variant that is not compared with another one, or else the first. */
function findControl({ variants }: ReportedExperiment): string | undefined {
  const names = Object.keys(variants);
  const uncompared = names.filter((name) =>
    Object.values(variants[name]?.metrics ?? {}).every(
      ({ lift, interval, verdict }) => (lift ?? interval ?? verdict) === undefined,
    ),
  );
  return (uncompared.length === 1 ? uncompared : names)[0];
}

/** Includes the control's line and all intervals, but at most ±100%: an interval of few units would squeeze all others. */
function toLiftRange(rows: readonly ForestRow[]): LiftRange {
  const ends = rows.flatMap(({ interval = [], lift = 0 }) => [...interval, lift]);
  const low = Math.max(Math.min(...ends, 0), -1);
  const high = Math.min(Math.max(...ends, 0), 1);
  const margin = Math.max(0.08 * (high - low), 0.005);
  return { low: low - margin, high: high + margin };
}
