import type { Forest, ForestRow, LiftRange } from './forest-model.ts';
import { formatLift, formatMeans, formatProbability, truncate } from './format.ts';
import { type Markup, markup } from './markup.ts';
import { ticksBetween } from './scale.ts';

const marks: Readonly<Record<string, string>> = { better: '▲', worse: '▼', collecting: '…', 'no difference seen': '=' };
const rowHeight = 28;
const middle = rowHeight / 2;

/** Draws one metric of an experiment: the interval of each variant beside the line of the control. */
export function renderForestPlot({ metric, rows, range }: Forest): Markup {
  const means = formatMeans(rows.map(({ mean }) => mean));
  return markup`<table class="forest"><caption><bdi>${truncate(metric, 80)}</bdi></caption>
<thead><tr><th scope="col">Variant</th><th scope="col" class="mean">Mean</th><th scope="col" class="plot-column"><span class="hidden">Lift, drawn</span>${renderAxis(range)}</th><th scope="col" class="lift">Lift (interval)</th><th scope="col" class="p">p</th><th scope="col" class="verdict">Verdict</th></tr></thead>
<tbody>${rows.map((row, index) => renderRow(row, means[index] as string, range))}</tbody></table>`;
}

function renderRow(row: ForestRow, mean: string, range: LiftRange): Markup {
  const { isControl, variant, lift, interval, p, verdict } = row;
  const mark = verdict !== undefined && Object.hasOwn(marks, verdict) && marks[verdict];
  return markup`<tr class="${isControl ? 'control' : verdict === 'better' || verdict === 'worse' ? verdict : 'open'}"><th scope="row"><bdi>${truncate(variant, 40)}</bdi></th><td class="mean" data-label="mean">${mean}</td><td class="plot-column">${renderInterval(isControl ? { lift: 0 } : row, range)}</td><td class="lift">${lift === undefined ? !isControl && '–' : formatLift(lift)}${interval && markup` <span class="interval">${formatLift(interval[0])} to ${formatLift(interval[1])}</span>`}</td><td class="p"${p !== undefined && markup` data-label="p"`}>${p !== undefined && formatProbability(p)}</td><td class="verdict">${mark && markup`<span aria-hidden="true">${mark}</span> `}${isControl ? 'control' : (verdict ?? 'no verdict')}</td></tr>
`;
}

function renderAxis(range: LiftRange): Markup {
  const ticks = ticksBetween(range.low, range.high).map((lift) => {
    const percent = percentOf(range, lift);
    const anchor = percent < 8 ? 'start' : percent > 92 ? 'end' : 'middle';
    return markup`<text x="${percent}%" y="12" text-anchor="${anchor}">${formatLift(lift).replace('.0%', '%')}</text>`;
  });
  return markup`<svg class="plot" width="100%" height="16" aria-hidden="true">${ticks}</svg>`;
}

/** Draws one interval. An arrow stands for an end that is outside. */
function renderInterval({ lift, interval }: Pick<ForestRow, 'lift' | 'interval'>, range: LiftRange): Markup {
  const zero = percentOf(range, 0);
  return markup`<svg class="plot" width="100%" height="${rowHeight}" aria-hidden="true"><line class="zero" x1="${zero}%" x2="${zero}%" y1="0" y2="${rowHeight}"/>${interval && renderWhisker(interval, range)}${
    lift !== undefined &&
    isInside(range, lift) &&
    markup`<circle class="point" cx="${percentOf(range, lift)}%" cy="${middle}" r="4.5"/>`
  }</svg>`;
}

function renderWhisker([low, high]: readonly [number, number], range: LiftRange): Markup {
  const [from, to] = [Math.max(low, range.low), Math.min(high, range.high)];
  return markup`<line class="whisker" x1="${percentOf(range, from)}%" x2="${percentOf(range, to)}%" y1="${middle}" y2="${middle}"/>${
    from > low && markup`<path class="arrow" d="M0 ${middle}l7 -4v8z"/>`
  }${to < high && markup`<svg x="100%" overflow="visible"><path class="arrow" d="M0 ${middle}l-7 -4v8z"/></svg>`}`;
}

function percentOf({ low, high }: LiftRange, lift: number): number {
  return Number(((100 * (lift - low)) / (high - low)).toFixed(2));
}

function isInside({ low, high }: LiftRange, lift: number): boolean {
  return lift >= low && lift <= high;
}
