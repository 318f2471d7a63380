import type { Buckets } from './buckets.ts';
import { formatShare } from './format.ts';
import { type Markup, markup } from './markup.ts';
import { pathHeight, stepPath } from './step-path.ts';
import type { PromptUsage } from './usage-model.ts';

const height = 36;

/** Draws which share of the reads was stale or a fallback over time. Without such reads, it says so. */
export function renderStateChart(prompt: PromptUsage, { count }: Buckets): Markup {
  const { reads, stale, fallback, series, staleSeries, fallbackSeries } = prompt;
  if (stale + fallback === 0) return markup`<p class="note">All reads were fresh.</p>`;
  const shareOf = (part: number, column: number) => (part === 0 ? 0 : part / (series[column] as number));
  const fallbacks = fallbackSeries.map(shareOf);
  const notFresh = staleSeries.map((part, column) => shareOf(part, column) + (fallbacks[column] as number));
  const max = Math.max(...notFresh);
  return markup`<p class="note">Not fresh: <span class="swatch stale"></span>${formatShare(stale, reads)} stale, <span class="swatch fallback"></span>${formatShare(fallback, reads)} fallback</p>
<div class="chart">
<svg class="scale" width="40" height="${height + 8}" aria-hidden="true"><text x="34" y="12" text-anchor="end">${formatShare(max, 1)}</text></svg>
<svg class="plot" width="100%" height="${height + 8}" role="img"><title>Share of reads that were stale or a fallback, over time</title>
<svg y="7" width="100%" height="${height}" viewBox="0 0 ${count} ${pathHeight}" preserveAspectRatio="none"><path class="stale" d="${stepPath(notFresh, max)}"><title>stale</title></path><path class="fallback" d="${stepPath(fallbacks, max)}"><title>fallback</title></path></svg>
<line class="axis" x1="0" x2="100%" y1="${height + 7}" y2="${height + 7}"/></svg></div>`;
}
