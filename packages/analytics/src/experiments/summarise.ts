import type { Knex } from 'knex';
import type { VariantSummary } from '../experiment-store.ts';
import { toStoredText } from '../store/stored-text.ts';
import { tables } from '../store/tables.ts';
import { compare } from '../store/to-rows.ts';

/** Sums the values of each unit, then those of the units of each variant. */
export async function summarise(transaction: Knex, experiment: string, seed: string): Promise<VariantSummary[]> {
  const exposed = () =>
    transaction(`${tables.exposures} as e`).where({
      'e.experiment': toStoredText(experiment),
      'e.seed': toStoredText(seed),
    });
  const variants: { variant?: unknown; units?: unknown }[] = await exposed()
    .select('e.variant')
    .count({ units: '*' })
    .groupBy('e.variant');
  const perUnit = exposed()
    .join(`${tables.values} as v`, (join) =>
      join.on('v.exposure_id', 'e.id').andOn('v.recorded_at', '>=', 'e.exposed_at'),
    )
    .select('e.id', 'e.variant', 'v.metric')
    .sum({ total: 'v.value' })
    .max({ largest: 'v.value' })
    .groupBy('e.id', 'e.variant', 'v.metric')
    .as('t');
  // PostgreSQL rejects squares that are too small to be a number.
  const metrics = await transaction(perUnit)
    .select('variant', 'metric')
    .select(
      transaction.raw(
        'count(*) as units, sum(total) as total, sum(case when abs(total) < 1e-140 then 0 else total * total end) as squares, sum(case when largest > 0 then 1 else 0 end) as positive',
      ),
    )
    .groupBy('variant', 'metric');
  return variants
    .map(({ variant, units }) => ({
      variant: String(variant),
      units: Number(units),
      metrics: Object.fromEntries(
        metrics
          .filter((metric) => metric.variant === variant)
          .map(({ metric, units: measured, total, squares, positive }) => [
            String(metric),
            {
              units: Number(measured),
              sum: Number(total),
              sumOfSquares: Number(squares),
              positiveUnits: Number(positive),
            },
          ]),
      ),
    }))
    .toSorted((one, two) => compare(one.variant, two.variant));
}
