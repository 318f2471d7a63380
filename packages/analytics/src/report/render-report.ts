import type { Usage, UsageKey, UsageQuery } from '../usage.ts';
import { createBuckets } from './buckets.ts';
import { renderPage } from './page.ts';
import { parseReportOptions } from './parse-report-options.ts';
import type { ReportedExperiment } from './reported-experiment.ts';
import { type ReportRow, summariseUsage } from './usage-model.ts';

/** What a report shows: a query without `by`, and experiments. */
export interface ReportOptions<Dimension extends string = never> extends Omit<UsageQuery<Dimension, UsageKey>, 'by'> {
  /** The hook that `analytics` returns. */
  readonly usage: Usage<Dimension>;
  /** The results of `tests.report(name)` of `@prompts/experiments`. Default: none. */
  readonly experiments?: readonly ReportedExperiment[] | undefined;
}

/**
 * Renders what was counted as a web page: reads per version over time, the share of reads that were stale or a fallback, measures per
 * version, and experiments with their intervals. Without `to`, the page ends now; without `from`, it shows 30 days.
 * @returns A document in HTML that loads nothing and contains no script. It shows the 200 prompts with the most reads one by one.
 * @throws PromptError `CONFIG_INVALID`, or what `usage.query` throws.
 * @example
 * ```ts
 * const page = await renderReport({ usage, from: '2026-11-01', experiments: [await tests.report('support-tone')] });
 * await writeFile('usage.html', page);
 * ```
 */
export async function renderReport<Dimension extends string = never>(
  options: ReportOptions<Dimension>,
): Promise<string> {
  const { usage, experiments, filter, fromMs, toMs } = parseReportOptions(options);
  const buckets = createBuckets(fromMs, toMs);
  const rows = await usage.query({
    ...filter,
    from: fromMs,
    to: toMs,
    by: ['prompt', 'version', 'state', buckets.unit],
  });
  return renderPage({ fromMs, toMs, buckets, experiments, prompts: summariseUsage(rows as ReportRow[], buckets) });
}
