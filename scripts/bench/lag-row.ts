import { percentile } from './percentile.ts';
import type { Row } from './report.ts';

/** @param lags Milliseconds, each. @param limit Milliseconds that all but one of a hundred may take. */
export function lagRow(what: string, lags: readonly number[], limit: number): Row {
  const [p50, p99] = [percentile(50, lags), percentile(99, lags)];
  return {
    what,
    measured: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    ratio: `p99 ${(p99 / p50).toFixed(1)} × p50`,
    target: { text: `p99 ≤ ${limit} ms`, met: p99 <= limit },
  };
}
