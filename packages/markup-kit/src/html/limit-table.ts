import type { Element } from 'hast';
import { tooComplex } from './parse-html.ts';

const maxCells = 50_000;

/**
 * Removes the spans of a table's cells if they stand for too many cells: in markdown, every row has all columns.
 * @throws PromptError `CONTENT_INVALID` if the table has too many cells even so.
 */
export function limitTable(table: Element): void {
  const rows = rowsOf(table);
  if (countCells(rows) <= maxCells) return;
  for (const { properties } of rows.flat()) {
    delete properties.colSpan;
    delete properties.rowSpan;
  }
  if (countCells(rows) > maxCells) throw tooComplex('has a table with too many cells');
}

/** @returns The cells of each row. */
function rowsOf({ children }: Element): Element[][] {
  const elements = children.filter((child) => child.type === 'element');
  return elements.flatMap((element) => {
    if (element.tagName === 'thead') return rowsOf(element);
    return [element.children.filter((child) => child.type === 'element')];
  });
}

function countCells(rows: readonly (readonly Element[])[]): number {
  /** By how much each row is wider than the one above it. */
  const changes = new Array<number>(rows.length + 1).fill(0);
  for (const [index, cells] of rows.entries()) {
    for (const { properties } of cells) {
      const width = spanOf(properties.colSpan);
      const end = Math.min(index + spanOf(properties.rowSpan), rows.length);
      changes[index] = (changes[index] as number) + width;
      changes[end] = (changes[end] as number) - width;
    }
  }
  let width = 0;
  const widths = changes.map((change) => {
    width += change;
    return width;
  });
  return rows.length * Math.max(...widths);
}

function spanOf(value: unknown): number {
  return Math.max(1, Number.parseInt(String(value), 10) || 1);
}
