import { maxDepth } from '../blocks/block-tree.ts';
import { notionError } from '../notion-error.ts';
import type { Line } from './parse-lines.ts';

/** A line and the lines nested in it. */
export interface LineBlock {
  readonly line: Line;
  readonly children: LineBlock[];
}

/**
 * Builds a tree of lines by their depths.
 * @throws `CONTENT_INVALID` for lines that are nested too deeply.
 */
export function nestLines(lines: readonly Line[]): LineBlock[] {
  const root: LineBlock[] = [];
  const open: LineBlock[] = [];
  for (const line of lines) {
    while (open.length > 0 && (open.at(-1) as LineBlock).line.depth >= line.depth) open.pop();
    const block = { line, children: [] };
    (open.at(-1)?.children ?? root).push(block);
    open.push(block);
    if (open.length > maxDepth) {
      const fault = `the page contains blocks nested more than ${maxDepth} levels deep`;
      throw notionError('CONTENT_INVALID', `${fault}, which is not supported: split it`);
    }
  }
  return root;
}
