import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import { escapeText, isMonospace, writeRuns } from './export-runs.ts';

interface TabAt extends docs_v1.Schema$Tab {
  readonly depth: number;
}

/** A part of a tab. */
interface Block {
  readonly kind: 'text' | 'item' | 'code' | 'table';
  readonly text: string;
}

/** Writes a document as Drive exports it: escaped, with images as data at the end, and with two spaces before a line break. */
export function writeExport(tabs: readonly docs_v1.Schema$Tab[]): string {
  const all = tabs.flatMap(flattenAt(0));
  const parts = all.map(({ depth, tabProperties, documentTab }) => {
    const text = writeTab(documentTab ?? {});
    return all.length === 1 ? text : `${'#'.repeat(depth + 1)} ${escapeText(tabProperties?.title)}\n\n${text}`;
  });
  return `${parts.join('\n\n')}\n`;
}

function flattenAt(depth: number) {
  return (tab: docs_v1.Schema$Tab): TabAt[] => [
    { ...tab, depth },
    ...(tab.childTabs ?? []).flatMap(flattenAt(depth + 1)),
  ];
}

function writeTab({ body, footnotes, inlineObjects, lists }: docs_v1.Schema$DocumentTab): string {
  const [notes, counts] = [[] as string[], [] as number[]];
  const blocks = (body?.content ?? []).flatMap((element) => writeBlock(element, lists ?? {}, counts, notes));
  const definitions = notes.map((id, index) => {
    const content = (footnotes?.[id]?.content ?? []).map(({ paragraph }) => writeRuns(paragraph?.elements ?? [], []));
    return `[^${index + 1}]:  ${content.join(' ').trim()}`;
  });
  const images = Object.keys(inlineObjects ?? {}).map(
    (_, index) => `[image${index + 1}]: <data:image/png;base64,iVBORw0KGgo=>`,
  );
  return [joinBlocks(blocks), ...definitions, ...images].filter((part) => part !== '').join('\n\n');
}

type Lists = Record<string, docs_v1.Schema$List>;

function writeBlock(
  { paragraph, table }: docs_v1.Schema$StructuralElement,
  lists: Lists,
  counts: number[],
  notes: string[],
): Block[] {
  if (table) return [{ text: writeTable(table, notes), kind: 'table' }];
  const elements = paragraph?.elements ?? [];
  const text = writeRuns(elements, notes).trim();
  if (!paragraph || text === '') return [];
  if (paragraph.bullet) return [{ text: writeItem(paragraph.bullet, text, lists, counts), kind: 'item' }];
  const isCode = elements.every(
    ({ textRun }) => textRun?.content === '\n' || isMonospace(textRun?.textStyle?.weightedFontFamily),
  );
  const raw = elements.map(({ textRun }) => textRun?.content).join('');
  if (isCode) return [{ text: raw.replace(/\n$/, '').replaceAll('\v', '\n'), kind: 'code' }];
  const style = paragraph.paragraphStyle?.namedStyleType ?? '';
  const level = { TITLE: 1, SUBTITLE: 2 }[style] ?? Number(/^HEADING_(\d)/.exec(style)?.[1] ?? 0);
  const heading = `${'#'.repeat(level)} **${text.replaceAll('**', '')}** {#${style.toLowerCase()}}`;
  return [{ text: level === 0 ? text : heading, kind: 'text' }];
}

function joinBlocks(blocks: readonly Block[]): string {
  let markdown = '';
  for (const [index, { text, kind }] of blocks.entries()) {
    const [before, after] = [blocks[index - 1]?.kind, blocks[index + 1]?.kind];
    const isContinued = kind === before && (kind === 'item' || kind === 'code');
    if (index > 0) markdown += isContinued ? '\n' : '\n\n';
    if (kind !== 'code') markdown += text;
    else markdown += (before === 'code' ? '' : '```\n') + text + (after === 'code' ? '' : '\n```');
  }
  return markdown;
}

function writeItem(
  { listId, nestingLevel, textStyle }: docs_v1.Schema$Bullet,
  text: string,
  lists: Lists,
  counts: number[],
): string {
  const depth = nestingLevel ?? 0;
  counts.length = depth + 1;
  const number = (counts[depth] ?? 0) + 1;
  counts[depth] = number;
  const { glyphType, glyphSymbol } = lists[listId ?? '']?.listProperties?.nestingLevels?.[depth] ?? {};
  const indent = '   '.repeat(depth);
  if (glyphType === 'GLYPH_TYPE_UNSPECIFIED') return `${indent}* [${textStyle?.strikethrough ? 'x' : ' '}] ${text}`;
  return `${indent}${glyphSymbol || !glyphType ? '*' : `${number}.`} ${text}`;
}

function writeTable({ tableRows }: docs_v1.Schema$Table, notes: string[]): string {
  const rows = (tableRows ?? []).map(({ tableCells }) => {
    const cells = (tableCells ?? []).map(({ content }) => {
      const lines = (content ?? []).map(({ paragraph }) => writeRuns(paragraph?.elements ?? [], notes));
      return lines
        .join('<br>')
        .replaceAll('  \n', '<br>')
        .replace(/(?<!\\)\|/g, '\\|');
    });
    return `| ${cells.join(' | ')} |`;
  });
  const columns = tableRows?.[0]?.tableCells?.length ?? 0;
  return [rows[0], `|${' :---- |'.repeat(columns)}`, ...rows.slice(1)].join('\n');
}
