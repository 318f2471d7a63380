import type { TableRow } from 'mdast';
import { flatten } from './flatten.ts';
import type { Block } from './nodes.ts';

/** A table cell in the source. */
export interface SourceCell {
  readonly isHeader: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly blocks: readonly Block[];
}

/** The maximum number of columns that a cell spans in HTML. */
const maxSpan = 1000;

/** A table with more cells is written cell by cell: merged cells could make a short text huge. */
const maxCells = 50_000;

/**
 * Creates a table. Where cells are merged, the text is in the first of them, and the others are empty. A table without a header row gets an
 * empty one, as markdown requires. A table with code blocks, which markdown can't express, and a table of one cell are replaced by the
 * contents of their cells, one after the other.
 */
export function table(rows: readonly (readonly SourceCell[])[]): Block[] {
  const cells = rows.flat();
  if (cells.length === 0) return [];
  const isBox = cells.length === 1 || cells.some(({ blocks }) => blocks.some(containsCode));
  const width = isBox ? 0 : widthOf(rows);
  if (isBox || width * rows.length > maxCells) return cells.flatMap(({ blocks }) => [...blocks]);
  const grid = createGrid(rows, width);
  const hasHeader = rows[0]?.every(({ isHeader }) => isHeader) ?? false;
  const header: (SourceCell | undefined)[][] = hasHeader ? [] : [new Array(grid[0]?.length ?? 0).fill(undefined)];
  return [{ type: 'table', children: [...header, ...grid].map(toRow) }];
}

function containsCode(block: Block): boolean {
  if (block.type === 'code') return true;
  return 'children' in block && (block.children as Block[]).some(containsCode);
}

function widthOf(rows: readonly (readonly SourceCell[])[]): number {
  let width = 0;
  for (const row of rows) {
    const own = row.reduce((sum, { columns }) => sum + Math.min(columns, maxSpan), 0);
    width = Math.max(width, own);
  }
  // Cells that reach down from a row above move the cells of this row to the right.
  const reaching = rows
    .slice(0, -1)
    .flat()
    .filter(({ rows: height }) => height > 1);
  const extra = reaching.reduce((sum, { columns }) => sum + Math.min(columns, maxSpan), 0);
  return Math.min(width + extra, maxCells);
}

function createGrid(rows: readonly (readonly SourceCell[])[], maxWidth: number): (SourceCell | undefined)[][] {
  const grid = rows.map((): (SourceCell | undefined)[] => []);
  const taken = rows.map(() => new Set<number>());
  const used = new Set<number>();
  for (const [y, row] of rows.entries()) {
    let x = 0;
    for (const cell of row) {
      while (taken[y]?.has(x)) x += 1;
      const end = Math.min(x + Math.min(cell.columns, maxSpan), maxWidth);
      for (let below = y; below < Math.min(y + cell.rows, rows.length); below += 1) {
        for (let column = x; column < end; column += 1) taken[below]?.add(column);
      }
      (grid[y] as (SourceCell | undefined)[])[x] = cell;
      used.add(x);
      x = end;
    }
  }
  // A column in which no cell begins shows nothing.
  const columns = [...used].sort((one, other) => one - other);
  return grid.map((row) => columns.map((x) => row[x]));
}

function toRow(cells: readonly (SourceCell | undefined)[]): TableRow {
  return {
    type: 'tableRow',
    children: cells.map((cell) => ({ type: 'tableCell', children: cell ? flatten(cell.blocks) : [] })),
  };
}
