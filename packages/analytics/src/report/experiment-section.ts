import { toForests } from './forest-model.ts';
import { renderForestPlot } from './forest-plot.ts';
import { formatCount, formatProbability, truncate } from './format.ts';
import { type Markup, markup } from './markup.ts';
import type { ReportedExperiment } from './reported-experiment.ts';

/** Renders an experiment: whether its split is as planned, and how its variants compare with the control. */
export function renderExperiment(report: ReportedExperiment): Markup {
  const forests = toForests(report);
  const { stop } = report;
  return markup`<section class="experiment"><h3><bdi>${truncate(report.experiment, 120)}</bdi> <span class="badge">${report.status}</span></h3>
${stop && markup`<p class="alert">Stopped by the guardrail <bdi>${truncate(stop.metric, 80)}</bdi> of <bdi>${truncate(stop.variant, 80)}</bdi>: ${truncate(stop.reason, 300)}. The control is served to everybody.</p>`}
${renderRatio(report)}
${forests.length > 0 ? forests.map(renderForestPlot) : markup`<p class="note">It has no metrics.</p>`}</section>
`;
}

function renderRatio({ srm, variants }: ReportedExperiment): Markup {
  const p = formatProbability(srm.p);
  const probability = p.startsWith('<') ? `p ${p}` : `p = ${p}`;
  const units = Object.entries(variants).map(([name, variant], index) => [
    index > 0 && ', ',
    markup`<bdi>${truncate(name, 40)}</bdi> ${formatCount(variant.units)}`,
  ]);
  if (!srm.mismatch) return markup`<p class="note">Units: ${units}. The split fits the weights (${probability}).</p>`;
  return markup`<p class="alert"><strong>Sample ratio mismatch</strong> (${probability}). Units: ${units}. The split does not fit the weights, so the variants can’t be compared. Find the reason before you trust any number below.</p>`;
}
