import { type Buckets, nameOfBucket } from './buckets.ts';
import { formatCount, formatShare, truncate } from './format.ts';
import { type Markup, markup } from './markup.ts';
import { renderMeasuresTable } from './measures-table.ts';
import { renderSeriesTable } from './series-table.ts';
import { renderStateChart } from './state-chart.ts';
import { pathHeight, stepPath } from './step-path.ts';
import { renderUsageChart } from './usage-chart.ts';
import { mergeVersions, type PromptUsage } from './usage-model.ts';
import { colourVersions, shades } from './version-colours.ts';
import { labelVersion } from './version-name.ts';
import { renderVersionTable } from './version-table.ts';

/** How much of a prompt is shown. */
export interface DetailLevel {
  /** Further versions are shown as one. */
  readonly maxVersions: number;
  readonly maxMeasures: number;
  /** Whether the reads over time are also given as a table. */
  readonly hasSeriesTable: boolean;
}

export const fullDetail: DetailLevel = { maxVersions: shades, maxMeasures: 10, hasSeriesTable: true };
export const briefDetail: DetailLevel = { maxVersions: 4, maxMeasures: 5, hasSeriesTable: false };

/** How a prompt is shown. */
export interface PromptDetailsOptions {
  readonly buckets: Buckets;
  readonly isOpen: boolean;
  readonly level: DetailLevel;
}

/** Renders one prompt: a line of figures that unfolds into charts and tables. */
export function renderPromptDetails(prompt: PromptUsage, { buckets, isOpen, level }: PromptDetailsOptions): Markup {
  const versions = mergeVersions(prompt.versions, level.maxVersions);
  const colours = colourVersions(versions);
  const bands = versions.map((version, index) => ({
    label: labelVersion(version),
    series: version.series,
    colour: colours[index] as string,
  }));
  const title = `Reads of ${truncate(prompt.name, 120)} per ${nameOfBucket(buckets)}, by version`;
  return markup`<details class="prompt"${isOpen && markup` open`}><summary>${renderSummary(prompt, buckets)}</summary>
<div class="body">${
    prompt.reads > 0 && [
      markup`<p class="note">Reads per ${nameOfBucket(buckets)}, by version</p>`,
      renderUsageChart(bands, { title, buckets, height: 150 }),
      renderStateChart(prompt, buckets),
    ]
  }
${renderVersionTable(prompt, versions, colours)}
${renderMeasuresTable(versions, colours, level.maxMeasures)}
${level.hasSeriesTable && renderSeriesTable(bands, buckets)}</div></details>
`;
}

function renderSummary(prompt: PromptUsage, { count }: Buckets): Markup {
  const notFresh = prompt.stale + prompt.fallback;
  const max = Math.max(...prompt.series, 1);
  return markup`<span class="name"><bdi>${truncate(prompt.name, 120)}</bdi></span><svg class="spark" width="100%" height="22" viewBox="0 0 ${count} ${pathHeight}" preserveAspectRatio="none" aria-hidden="true"><path d="${stepPath(prompt.series, max)}"/></svg><span class="number">${formatCount(prompt.reads)}<span class="unit"> ${prompt.reads === 1 ? 'read' : 'reads'}</span></span><span class="number">${formatShare(notFresh, prompt.reads)}<span class="unit"> not fresh</span></span><span class="number">${formatCount(prompt.versions.length)}<span class="unit"> ${prompt.versions.length === 1 ? 'version' : 'versions'}</span></span>`;
}
