import type { MetricSums, VariantSummary } from './experiment-store.ts';
import type { UnitRow } from './unit-row.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Adds up units by variant. Units that were never exposed are left out. */
export function summariseUnits(rows: Iterable<UnitRow>): VariantSummary[] {
  const variants = new Map<string, { units: number; metrics: Map<string, Mutable<MetricSums>> }>();
  for (const { variant, totals } of rows) {
    if (variant === undefined) continue;
    const summary = variants.get(variant) ?? { units: 0, metrics: new Map() };
    variants.set(variant, summary);
    summary.units += 1;
    for (const { metric, sum, hasPositive } of totals ?? []) {
      const sums = summary.metrics.get(metric) ?? { units: 0, sum: 0, sumOfSquares: 0, positiveUnits: 0 };
      summary.metrics.set(metric, sums);
      sums.units += 1;
      sums.sum += sum;
      sums.sumOfSquares += sum * sum;
      if (hasPositive) sums.positiveUnits += 1;
    }
  }
  return Array.from(variants, ([variant, { units, metrics }]) => ({
    variant,
    units,
    metrics: Object.fromEntries(metrics),
  }));
}
