import type { Table } from 'mdast';
import { withBreaks } from '../blocks/rich-text.ts';
import { convertInline } from './inline.ts';

const token = /<(?<closing>\/?)(?<tag>tr|td|th)\b[^<>]*>|[^<]+|</g;

/** Converts a table that is written with tags. */
export function tagTableToMdast(source: string): Table {
  const rows: string[][] = [];
  let cell: string | undefined;
  for (const { 0: text, groups } of source.matchAll(token)) {
    const { tag, closing } = groups as Record<string, string | undefined>;
    if (tag === undefined) {
      if (cell !== undefined) cell += text;
      continue;
    }
    if (cell !== undefined && tag !== 'tr') rows.at(-1)?.push(cell.trim());
    cell = undefined;
    if (closing) continue;
    if (tag === 'tr' || rows.length === 0) rows.push([]);
    if (tag !== 'tr') cell = '';
  }
  return toTable(rows);
}

/** Converts a table that is written with pipes. */
export function pipeTableToMdast(lines: readonly string[]): Table {
  const rows = lines.filter((line) => !/^\|(?:[ :-]*-[ :-]*\|)+$/.test(line.trim()));
  return toTable(
    rows.map((row) =>
      row
        .trim()
        .replace(/^\||(?<!\\)\|$/g, '')
        .split(/(?<!\\)\|/),
    ),
  );
}

function toTable(rows: readonly (readonly string[])[]): Table {
  return {
    type: 'table',
    children: rows.map((cells) => ({
      type: 'tableRow',
      children: cells.map((cell) => ({ type: 'tableCell', children: withBreaks(convertInline(cell.trim())) })),
    })),
  };
}
