import type { Line } from './parse-lines.ts';

/** A line with the lines in it. */
export interface LineBlock {
  readonly line: Line;
  readonly children: LineBlock[];
}

/** Builds a tree of lines by their depths. */
export function nestLines(lines: readonly Line[]): LineBlock[] {
  const root: LineBlock[] = [];
  const open: LineBlock[] = [];
  for (const line of lines) {
    while (open.length > 0 && (open.at(-1) as LineBlock).line.depth >= line.depth) open.pop();
    const block = { line, children: [] };
    (open.at(-1)?.children ?? root).push(block);
    open.push(block);
  }
  return root;
}
