/** A row of a table. */
export interface Row {
  /** The library or the operation. */
  readonly what: string;
  /** The result with its unit: `12.3 ns`, `4 requests`. */
  readonly measured: string;
  /** The result relative to another: `1.6 × Map.get`. */
  readonly ratio?: string;
  /** The limit, and whether the result is within it. */
  readonly target?: { readonly text: string; readonly met: boolean };
  /** Which libraries are better, and why. */
  readonly remark?: string | undefined;
}

/** The results of a benchmark. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Prints a table as markdown. @returns The rows whose target was missed. */
export function printTable({ title, rows }: Table): readonly Row[] {
  const hasRemarks = rows.some(({ remark }) => remark);
  const cells = [
    ['', 'measured', 'compared with', 'target', '', ...(hasRemarks ? ['remark'] : [])],
    ...rows.map(({ what, measured, ratio, target, remark }) => [
      what,
      measured,
      ratio ?? '',
      target?.text ?? '',
      target === undefined ? '' : target.met ? 'met' : 'MISSED',
      ...(hasRemarks ? [remark ?? ''] : []),
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0))) ?? [];
  const lines = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  console.log(`\n## ${title}\n\n${lines.join('\n')}`);
  return rows.filter((row) => row.target?.met === false);
}

/** Formats nanoseconds, such as `12.3 ns`. */
export function nanoseconds(value: number): string {
  return `${value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ns`;
}

/** Creates the target that `value` is at most `limit` times `base`. */
export function atMost(limit: number, value: number, base: number, of: string): Row['target'] {
  return { text: `≤ ${limit} × ${of}`, met: value <= limit * base };
}

/** Creates the target that `slower` takes at least `factor` times as long as `faster`. */
export function fasterBy(factor: number, faster: number, slower: number): Row['target'] {
  return { text: `@prompts is ≥ ${factor} × faster`, met: slower >= factor * faster };
}
