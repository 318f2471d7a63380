import type { Block } from '../nodes.ts';
import type { PageScope } from '../page-scope.ts';
import { type SourceCell, table } from '../table.ts';
import { elementsOf, type StorageElement, type StorageNode } from './parse-storage.ts';

/** Converts a table. */
export function convertTable(
  element: StorageElement,
  scope: PageScope,
  convertBlocks: (nodes: readonly StorageNode[], scope: PageScope) => Block[],
): Block[] {
  const rows = elementsOf(element).flatMap((part) =>
    part.name === 'tr' ? [part] : part.name === 'caption' ? [] : rowsOf(part),
  );
  const caption = elementsOf(element).find(({ name }) => name === 'caption');
  const cells = rows.map((row) =>
    elementsOf(row).map(
      ({ name, attribs, children }): SourceCell => ({
        isHeader: name === 'th',
        columns: toSpan(attribs.colspan),
        rows: toSpan(attribs.rowspan),
        blocks: convertBlocks(children, scope),
      }),
    ),
  );
  return [...(caption ? convertBlocks(caption.children, scope) : []), ...table(cells)];
}

function rowsOf(section: StorageElement): StorageElement[] {
  return elementsOf(section).filter(({ name }) => name === 'tr');
}

function toSpan(value: string | undefined): number {
  return Math.max(1, Math.trunc(Number(value ?? 1)) || 1);
}
