import { formatCount, formatMean, formatMeans, truncate } from './format.ts';
import { type Markup, markup } from './markup.ts';
import type { VersionUsage } from './usage-model.ts';
import { renderVersionName } from './version-name.ts';

/**
 * Renders the measures of each version: the number of values, their mean, and their range.
 * @param maxMeasures How many are shown: those with the most values.
 */
export function renderMeasuresTable(
  versions: readonly VersionUsage[],
  colours: readonly string[],
  maxMeasures: number,
): Markup | undefined {
  const counts = new Map<string, number>();
  for (const { measures } of versions) {
    for (const [name, { count }] of measures) counts.set(name, count + (counts.get(name) ?? 0));
  }
  if (counts.size === 0) return undefined;
  const names = [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  const hidden = names.length - maxMeasures;
  return markup`<table class="figures measures"><caption>Measures by version${hidden > 0 && `, of the ${maxMeasures} with the most values (${formatCount(hidden)} more are not shown)`}</caption>
<thead><tr><th scope="col">Version</th><th scope="col">Values</th><th scope="col">Mean</th><th scope="col" class="bar-column"><span class="hidden">Mean, drawn</span></th><th scope="col">Range</th></tr></thead>
${names.slice(0, maxMeasures).map((name) => renderMeasure(name, versions, colours))}</table>`;
}

function renderMeasure(name: string, versions: readonly VersionUsage[], colours: readonly string[]): Markup {
  const measured = versions.flatMap((version, index) => {
    const measure = version.measures.get(name);
    return measure ? [{ ...measure, version, colour: colours[index], mean: measure.sum / measure.count }] : [];
  });
  const means = formatMeans(measured.map(({ mean }) => mean));
  const largest = Math.max(...measured.map(({ mean }) => mean));
  // Bars compare sizes from 0 on.
  const hasBars = measured.length > 1 && largest > 0 && measured.every(({ mean }) => mean >= 0);
  const rows = measured
    .map(({ version, colour, count, mean, min, max }, index) => {
      const width = Number(((100 * mean) / largest).toFixed(1));
      const bar =
        hasBars &&
        markup`<svg class="bar" width="100%" height="8" aria-hidden="true"><rect class="${colour}" width="${width}%" height="8"/></svg>`;
      return markup`<tr><th scope="row"><span class="swatch ${colour}"></span>${renderVersionName(version)}</th><td>${formatCount(count)}</td><td>${means[index]}</td><td class="bar-column">${bar}</td><td>${formatMean(min)} – ${formatMean(max)}</td></tr>
`;
    })
    .reverse();
  return markup`<tbody><tr class="measure"><th scope="rowgroup" colspan="5"><bdi>${truncate(name, 80)}</bdi></th></tr>
${rows}</tbody>`;
}
