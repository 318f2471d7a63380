import type { Table, TableRow } from 'mdast';
import type { Block } from './block-tree.ts';
import { richTextToMdast } from './rich-text.ts';

/** Converts a table. Its first row becomes the header, which markdown requires. */
export function tableToMdast(rows: readonly Block[]): Table {
  return { type: 'table', children: rows.flatMap(rowToMdast) };
}

function rowToMdast({ block }: Block): TableRow[] {
  if (block.type !== 'table_row') return [];
  const children = block.table_row.cells.map((cell) => ({
    type: 'tableCell' as const,
    children: richTextToMdast(cell),
  }));
  return [{ type: 'tableRow', children }];
}
