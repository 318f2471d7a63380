import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import type { PhrasingContent, RootContent, Table, TableCell } from 'mdast';
import type { StructuralElement } from './scope.ts';

type ConvertBlocks = (content: readonly StructuralElement[]) => RootContent[];

/** Converts a table. Its first row becomes the header. A table of one cell, which is a box, is replaced by its contents. */
export function convertTable({ tableRows }: docs_v1.Schema$Table, convertBlocks: ConvertBlocks): RootContent[] {
  const rows = (tableRows ?? []).map(({ tableCells }) =>
    (tableCells ?? []).map(({ content }) => convertBlocks(content ?? [])),
  );
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return [];
  if (rows.length === 1 && width === 1) return rows[0]?.[0] ?? [];
  const children: Table['children'] = rows.map((row) => ({
    type: 'tableRow',
    children: Array.from(
      { length: width },
      (_, column): TableCell => ({ type: 'tableCell', children: toLines(row[column] ?? []) }),
    ),
  }));
  return [{ type: 'table', children }];
}

/** Converts the contents of a cell to lines, because markdown allows no blocks in it. */
function toLines(blocks: readonly RootContent[], indent = ''): PhrasingContent[] {
  return blocks.flatMap((block, index) => {
    const lines = linesOf(block, indent);
    return index === 0 || lines.length === 0 ? lines : [{ type: 'break' } as const, ...lines];
  });
}

function linesOf(block: RootContent, indent: string): PhrasingContent[] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.children;
    case 'code':
      return join(block.value.split('\n').map((value) => (value === '' ? [] : [{ type: 'inlineCode', value }])));
    case 'list':
      return join(
        block.children.map(({ children, checked }, index) => {
          const marker = block.ordered ? `${(block.start ?? 1) + index}.` : '-';
          const box = checked === true ? '[x] ' : checked === false ? '[ ] ' : '';
          return [{ type: 'text', value: `${indent}${marker} ${box}` }, ...toLines(children, `${indent}  `)];
        }),
      );
    case 'table':
      return join(
        block.children.map(({ children }) =>
          children.flatMap((cell, index) => [...(index === 0 ? [] : [space]), ...cell.children]),
        ),
      );
    default:
      return [];
  }
}

const space: PhrasingContent = { type: 'text', value: ' ' };

function join(lines: readonly (readonly PhrasingContent[])[]): PhrasingContent[] {
  return lines.flatMap((line, index) => (index === 0 ? line : [{ type: 'break' } as const, ...line]));
}
