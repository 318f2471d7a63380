import { type Buckets, dayMs, hourMs } from './buckets.ts';
import { formatBucket } from './format-time.ts';
import { type Markup, markup } from './markup.ts';

/** The distances between ticks, in columns, that readers expect. */
const steps = { [hourMs]: [1, 2, 3, 6, 12, 24, 48], [dayMs]: [1, 2, 3, 5, 7, 10, 14, 21, 28] } as const;
const maxTicks = 8;

/** Returns which columns carry a tick. */
export function tickColumns({ startMs, stepMs, count }: Buckets): number[] {
  const known: readonly number[] = steps[stepMs] ?? [1, 2, 4, 8, 13, 26];
  const step = known.find((each) => count / each <= maxTicks) ?? Math.ceil(count / maxTicks);
  // Ticks of hours stand at hours that the step divides, midnight among them.
  const offset = stepMs === hourMs ? (step - ((startMs / hourMs) % step)) % step : 0;
  return Array.from({ length: Math.ceil((count - offset) / step) }, (_, index) => offset + index * step);
}

/** Draws the ticks below a chart. On a phone, every other label is hidden. */
export function renderTimeAxis(buckets: Buckets, top: number): Markup {
  const ticks = tickColumns(buckets).map((column, index) => {
    const label = formatBucket(buckets, buckets.startMs + column * buckets.stepMs);
    const share = (100 * (column + 0.5)) / buckets.count;
    const anchor = share < 4 ? 'start' : share > 96 ? 'end' : 'middle';
    const x = anchor === 'middle' ? share : share < 50 ? 0 : 100;
    const tick = `${Number(share.toFixed(2))}%`;
    return markup`<g${index % 2 === 1 && markup` class="odd"`}><line class="tick" x1="${tick}" x2="${tick}" y1="${top}" y2="${top + 4}"/><text x="${Number(x.toFixed(2))}%" y="${top + 17}" text-anchor="${anchor}">${label}</text></g>`;
  });
  return markup`${ticks}`;
}
