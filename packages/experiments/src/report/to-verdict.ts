import type { Metric } from '../definition/experiment-definition.ts';
import type { SequentialTest } from '../statistics/sequential-test.ts';
import type { Verdict } from './experiment-report.ts';

/** An interval that is wider than ±100 % does not show that there is no difference. */
const maxWidth = 2;

/** Judges a comparison. @param difference The mean of the treatment minus that of the control. */
export function toVerdict(
  { interval, p = 1 }: SequentialTest,
  {
    better,
    difference,
    alpha,
  }: { readonly better: Metric['better']; readonly difference: number; readonly alpha: number },
): Verdict {
  if (p < alpha) return difference > 0 === (better === 'higher') ? 'better' : 'worse';
  if (interval === undefined || interval[1] - interval[0] > maxWidth) return 'collecting';
  return 'no difference seen';
}
