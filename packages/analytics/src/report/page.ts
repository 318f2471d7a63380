import { createHash } from 'node:crypto';
import type { Buckets } from './buckets.ts';
import { renderExperiment } from './experiment-section.ts';
import { formatCount, formatShare } from './format.ts';
import { formatRange } from './format-time.ts';
import { type Markup, markup } from './markup.ts';
import { briefDetail, fullDetail, renderPromptDetails } from './prompt-details.ts';
import type { ReportedExperiment } from './reported-experiment.ts';
import { style } from './style.ts';
import { renderUsageChart } from './usage-chart.ts';
import type { PromptUsage } from './usage-model.ts';

/** What the page shows. */
export interface Page {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly buckets: Buckets;
  /** The most read first. */
  readonly prompts: readonly PromptUsage[];
  readonly experiments: readonly ReportedExperiment[];
}

/** These bound the size of the page: what is beyond is summed up, and said to be. */
const maxPrompts = 200;
const maxOpenPrompts = 3;
const maxFullDetails = 20;

/** Renders the whole page. */
export function renderPage(page: Page): string {
  const { fromMs, toMs, prompts, experiments } = page;
  return `<!DOCTYPE html>
${markup`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${createPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Prompt usage</title>
`}<style>${style}</style></head>
${markup`<body><main>
<header><h1>Prompt usage</h1><p class="range">${formatRange(fromMs, toMs)}</p></header>
${prompts.length > 0 ? renderTotals(prompts) : markup`<p class="empty">Nothing was counted in this time. Processes write their counts every ten seconds, unless configured otherwise.</p>`}
${
  experiments.length > 0 &&
  markup`<section><h2>Experiments</h2>
<p class="note">Lift is the difference from the control, relative to it. Intervals hold at any time, however often one looks.</p>
${experiments.map(renderExperiment)}</section>`
}
${prompts.length > 0 && renderPrompts(page)}
</main></body></html>`}
`;
}

function renderTotals(prompts: readonly PromptUsage[]): Markup {
  const sumOf = (key: 'reads' | 'stale' | 'fallback') => prompts.reduce((sum, prompt) => sum + prompt[key], 0);
  const reads = sumOf('reads');
  const figures = [
    ['Reads', formatCount(reads)],
    ['Prompts', formatCount(prompts.length)],
    ['Stale', formatShare(sumOf('stale'), reads)],
    ['Fallback', formatShare(sumOf('fallback'), reads)],
  ] as const;
  return markup`<dl class="totals">${figures.map(([term, figure]) => markup`<div><dt>${term}</dt><dd>${figure}</dd></div>`)}</dl>`;
}

function renderPrompts({ prompts, buckets }: Page): Markup {
  const shown = prompts.slice(0, maxPrompts);
  const others = prompts.slice(maxPrompts);
  const series = Array.from({ length: buckets.count }, (_, column) =>
    prompts.reduce((sum, prompt) => sum + (prompt.series[column] ?? 0), 0),
  );
  const otherReads = others.reduce((sum, { reads }) => sum + reads, 0);
  const title = `Reads of all prompts per ${buckets.unit}`;
  return markup`<section><h2>Prompts</h2>
${
  prompts.length > maxOpenPrompts && [
    markup`<p class="note">Reads of all prompts</p>`,
    renderUsageChart([{ label: '', series, colour: 'shade-5' }], { title, buckets, height: 90 }),
  ]
}
<div class="list">
${shown.map((prompt, index) =>
  renderPromptDetails(prompt, {
    buckets,
    isOpen: prompts.length <= maxOpenPrompts,
    level: index < maxFullDetails ? fullDetail : briefDetail,
  }),
)}</div>
${others.length > 0 && markup`<p class="note">${formatCount(others.length)} more prompts with ${formatCount(otherReads)} reads are not shown one by one. Ask for them by <code>prompt</code>.</p>`}</section>`;
}

/** Allows the style of the page and nothing else, so that no script would run even if one got into it. */
function createPolicy(): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
