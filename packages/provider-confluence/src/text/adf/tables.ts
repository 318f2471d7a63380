import { type Block, paragraph, text } from '../nodes.ts';
import type { PageScope } from '../page-scope.ts';
import { type SourceCell, table } from '../table.ts';
import { type AdfNode, attribute } from './adf-node.ts';

/** Converts a table. If Confluence shows row numbers, their column is added: it is not in the document. */
export function convertTable(
  node: AdfNode,
  scope: PageScope,
  convertBlocks: (nodes: readonly AdfNode[], scope: PageScope) => Block[],
): Block[] {
  const rows = node.content.map(({ content }) =>
    content.map(
      (cell): SourceCell => ({
        isHeader: cell.type === 'tableHeader',
        columns: span(cell, 'colspan'),
        rows: span(cell, 'rowspan'),
        blocks: convertBlocks(cell.content, scope),
      }),
    ),
  );
  return table(node.attrs.isNumberColumnEnabled === true ? withNumbers(rows) : rows);
}

function span(cell: AdfNode, name: string): number {
  return Math.max(1, Math.trunc(Number(attribute(cell, name))) || 1);
}

function withNumbers(rows: readonly SourceCell[][]): SourceCell[][] {
  const hasHeader = rows[0]?.every(({ isHeader }) => isHeader) ?? false;
  return rows.map((row, index) => {
    const isHeader = hasHeader && index === 0;
    const number = isHeader ? '' : String(hasHeader ? index : index + 1);
    return [{ isHeader, columns: 1, rows: 1, blocks: paragraph(text(number)) }, ...row];
  });
}
