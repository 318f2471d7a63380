/** One line of a table. */
export interface Row {
  readonly what: string;
  /** What was measured, for people: `12.3 ns`, `4 calls`. */
  readonly measured: string;
  /** Beside others: `1.6 × Map.get`. */
  readonly ratio?: string;
  /** What is promised, for people; and whether it was kept. */
  readonly target?: { readonly text: string; readonly met: boolean };
  /** Where somebody else is better: who, and why. */
  readonly remark?: string | undefined;
}

/** One table of the report. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Prints a table as markdown. @returns the rows whose target was missed. */
export function printTable({ title, rows }: Table): readonly Row[] {
  const hasRemarks = rows.some(({ remark }) => remark);
  const cells = [
    ['', 'measured', 'ratio', 'target', '', ...(hasRemarks ? ['remark'] : [])],
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

/** `12.3 ns` */
export function nanoseconds(value: number): string {
  return `${value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ns`;
}

/** A promise that `value` is at most `limit` times `base`. */
export function atMost(limit: number, value: number, base: number, of: string): Row['target'] {
  return { text: `≤ ${limit} × ${of}`, met: value <= limit * base };
}

/** A promise that `slower` takes at least `factor` times as long as `faster`. */
export function fasterBy(factor: number, faster: number, slower: number, what: string): Row['target'] {
  return { text: `${what} ≥ ${factor} × faster`, met: slower >= factor * faster };
}
