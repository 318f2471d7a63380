import { type Buckets, hourMs, nameOfBucket } from './buckets.ts';
import { formatCount } from './format.ts';
import type { Band } from './label-bands.ts';
import { type Markup, markup } from './markup.ts';

/** Renders what a chart shows as a folded table, for those who can't see the chart or want to copy the numbers. */
export function renderSeriesTable(bands: readonly Band[], { startMs, stepMs, count, unit }: Buckets): Markup {
  const columns = bands.toReversed();
  const name = nameOfBucket({ startMs, stepMs, count, unit });
  const rows = Array.from({ length: count }, (_, bucket) => {
    const start = new Date(startMs + bucket * stepMs).toISOString();
    const label = stepMs === hourMs ? `${start.slice(0, 10)} ${start.slice(11, 16)}` : start.slice(0, 10);
    return markup`<tr><th scope="row">${label}</th>${columns.map(({ series }) => markup`<td>${formatCount(series[bucket] ?? 0)}</td>`)}</tr>
`;
  });
  return markup`<details class="series"><summary>Reads per ${name} as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Reads per ${name}"><table class="figures"><thead><tr><th scope="col">Start (UTC)</th>${columns.map(({ label }) => markup`<th scope="col"><bdi>${label}</bdi></th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}
