import { formatCount, formatShare } from './format.ts';
import { type Markup, markup } from './markup.ts';
import type { PromptUsage, VersionUsage } from './usage-model.ts';
import { renderVersionName } from './version-name.ts';

/** Renders how often each version was read. It is also the legend of the chart: in its order, with its colours. */
export function renderVersionTable(
  prompt: PromptUsage,
  versions: readonly VersionUsage[],
  colours: readonly string[],
): Markup {
  const rows = versions
    .map(
      (
        version,
        index,
      ) => markup`<tr><th scope="row"><span class="swatch ${colours[index]}"></span>${renderVersionName(version)}</th><td>${formatCount(version.reads)}</td><td>${formatShare(version.reads, prompt.reads)}</td><td>${formatShare(version.stale, version.reads)}</td><td>${formatShare(version.fallback, version.reads)}</td></tr>
`,
    )
    .reverse();
  return markup`<table class="figures"><caption>Reads by version, the newest first</caption>
<thead><tr><th scope="col">Version</th><th scope="col">Reads</th><th scope="col">Share</th><th scope="col">Stale</th><th scope="col">Fallback</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}
