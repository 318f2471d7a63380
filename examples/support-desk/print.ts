/** Prints the title of a step. */
export function step(title: string): void {
  console.log(`\n${title}`);
}

/** Prints a line of columns with these widths. */
export function row(cells: readonly unknown[], widths: readonly number[]): void {
  console.log(`  ${cells.map((cell, index) => String(cell).padEnd(widths[index] ?? 0)).join(' ')}`.trimEnd());
}

/** Prints a text as a quotation. */
export function quote(text: string): void {
  for (const line of text.trimEnd().split('\n')) console.log(`  | ${line}`);
}

/** Formats a share: 0.6412 is '64.1 %'. */
export function percent(share: number | undefined, { sign = false } = {}): string {
  if (share === undefined) return '';
  return `${sign && share > 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;
}
