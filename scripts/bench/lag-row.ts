import { percentile } from './percentile.ts';
import type { Row } from './report.ts';

/**
 * Creates a row with the percentiles of delays.
 * @param delaysMs The measured delays.
 * @param maxP99Ms The target for the 99th percentile.
 */
export function delayRow(what: string, delaysMs: readonly number[], maxP99Ms: number): Row {
  const [p50, p99] = [percentile(50, delaysMs), percentile(99, delaysMs)];
  return {
    what,
    measured: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    ratio: `p99 ${(p99 / p50).toFixed(1)} × p50`,
    target: { text: `p99 ≤ ${maxP99Ms} ms`, met: p99 <= maxP99Ms },
  };
}
