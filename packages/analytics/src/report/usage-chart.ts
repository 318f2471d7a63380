import { type Buckets, nameOfBucket } from './buckets.ts';
import { formatCompact, formatCount } from './format.ts';
import { type Band, labelBands } from './label-bands.ts';
import { type Markup, markup } from './markup.ts';
import { roundTicks } from './scale.ts';
import { pathHeight, stepPath } from './step-path.ts';
import { renderTimeAxis } from './time-axis.ts';

const padding = { top: 10, bottom: 24 };
const labelHeight = 16;

/** A band with the class that colours it. */
export interface ColouredBand extends Band {
  readonly colour: string;
}

/** How a chart of reads looks. */
export interface UsageChartOptions {
  readonly title: string;
  readonly buckets: Buckets;
  /** In pixels, without the labels of the time. */
  readonly height: number;
}

/**
 * Draws reads over time as a stack of bands. Only positions in per cent and paths are stretched, so that lines and letters look
 * the same on all screens.
 * @param bands From the bottom to the top.
 */
export function renderUsageChart(
  bands: readonly ColouredBand[],
  { title, buckets, height }: UsageChartOptions,
): Markup {
  const totals = Array.from({ length: buckets.count }, (_, column) => sumOf(bands, column));
  const peak = Math.max(...totals);
  const ticks = roundTicks(peak);
  const max = ticks.at(-1) as number;
  const yOf = (value: number) => Number((padding.top + height * (1 - value / max)).toFixed(1));
  const bottom = padding.top + height;
  const outerHeight = bottom + padding.bottom;
  const labels = labelBands(bands, (labelHeight * max) / height);
  // The topmost band is drawn first, down to the base line, and the others over it: each needs one edge only.
  const areas = bands
    .map(({ label, colour, series }, index) => {
      const tops = series.map((_, column) => sumOf(bands.slice(0, index + 1), column));
      return markup`<path class="${colour}" d="${stepPath(tops, max)}"><title>${label}</title></path>`;
    })
    .reverse();
  return markup`<div class="chart">
<svg class="scale" width="40" height="${outerHeight}" aria-hidden="true">${ticks.map((tick) => markup`<text x="34" y="${yOf(tick) + 4}" text-anchor="end">${formatCompact(tick)}</text>`)}</svg>
<svg class="plot" width="100%" height="${outerHeight}" role="img"><title>${title}</title><desc>At most ${formatCount(peak)} per ${nameOfBucket(buckets)}. The table below has the sums.</desc>
${ticks.slice(1).map((tick) => markup`<line class="grid" x1="0" x2="100%" y1="${yOf(tick)}" y2="${yOf(tick)}"/>`)}
<svg y="${padding.top}" width="100%" height="${height}" viewBox="0 0 ${buckets.count} ${pathHeight}" preserveAspectRatio="none">${areas}</svg>
<line class="axis" x1="0" x2="100%" y1="${bottom}" y2="${bottom}"/>
${labels.map(({ band, label, x, y }) => markup`<text class="on-${bands[band]?.colour}" x="${Number(((100 * x) / buckets.count).toFixed(1))}%" y="${yOf(y) + 4}" text-anchor="middle">${label}</text>`)}
${renderTimeAxis(buckets, bottom)}</svg></div>`;
}

function sumOf(bands: readonly Band[], column: number): number {
  return bands.reduce((sum, { series }) => sum + (series[column] ?? 0), 0);
}
