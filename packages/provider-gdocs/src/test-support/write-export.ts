import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';

/** Writes a document as Drive exports it: escaped, with images as data at the end, and with two spaces before a line break. */
export function writeExport(tabs: readonly docs_v1.Schema$Tab[]): string {
  const all = tabs.flatMap(flattenAt(0));
  const parts = all.map((tab) => {
    const text = writeTab(tab.documentTab ?? {});
    return all.length === 1
      ? text
      : `${'#'.repeat(tab.depth + 1)} ${escapeText(tab.tabProperties?.title ?? '')}\n\n${text}`;
  });
  return `${parts.join('\n\n')}\n`;
}

interface TabAt extends docs_v1.Schema$Tab {
  readonly depth: number;
}

function flattenAt(depth: number) {
  return (tab: docs_v1.Schema$Tab): TabAt[] => [
    { ...tab, depth },
    ...(tab.childTabs ?? []).flatMap(flattenAt(depth + 1)),
  ];
}

function writeTab({ body, footnotes, inlineObjects }: docs_v1.Schema$DocumentTab): string {
  const counts: number[] = [];
  const notes: string[] = [];
  const blocks = (body?.content ?? []).flatMap((element): { text: string; kind: string }[] => {
    const { paragraph, table } = element;
    if (table) return [{ text: writeTable(table, notes), kind: 'table' }];
    if (!paragraph) return [];
    const text = writeRuns(paragraph.elements ?? [], notes);
    if (text.trim() === '') return [];
    if (paragraph.bullet) return [{ text: writeItem(paragraph, text, counts), kind: 'item' }];
    if (isCode(paragraph)) return [{ text: rawText(paragraph), kind: 'code' }];
    const style = paragraph.paragraphStyle?.namedStyleType ?? '';
    const level = { TITLE: 1, SUBTITLE: 2 }[style] ?? Number(/^HEADING_(\d)/.exec(style)?.[1] ?? 0);
    return [{ text: level === 0 ? text : `${'#'.repeat(level)} **${text}** {#${style.toLowerCase()}}`, kind: 'text' }];
  });
  let markdown = '';
  for (const [index, { text, kind }] of blocks.entries()) {
    const [before, after] = [blocks[index - 1]?.kind, blocks[index + 1]?.kind];
    if (index > 0) markdown += kind === before && (kind === 'item' || kind === 'code') ? '\n' : '\n\n';
    if (kind !== 'code') markdown += text;
    else markdown += (before === 'code' ? '' : '```\n') + text + (after === 'code' ? '' : '\n```');
  }
  const definitions = notes.map((id, index) => {
    const content = (footnotes?.[id]?.content ?? []).map(({ paragraph }) => writeRuns(paragraph?.elements ?? [], []));
    return `[^${index + 1}]:  ${content.join(' ').trim()}`;
  });
  const images = Object.keys(inlineObjects ?? {}).map(
    (_, index) => `[image${index + 1}]: <data:image/png;base64,iVBORw0KGgo=>`,
  );
  return [markdown, ...definitions, ...images].filter((part) => part !== '').join('\n\n');
}

const box = (checked: boolean | null | undefined) => (checked ? '[x] ' : '[ ] ');

function writeItem({ bullet }: docs_v1.Schema$Paragraph, text: string, counts: number[]): string {
  const depth = bullet?.nestingLevel ?? 0;
  counts.length = depth + 1;
  const number = (counts[depth] ?? 0) + 1;
  counts[depth] = number;
  const indent = '   '.repeat(depth);
  if (bullet?.listId === 'numbers') return `${indent}${number}. ${text}`;
  return `${indent}* ${bullet?.listId === 'boxes' ? box(bullet.textStyle?.strikethrough) : ''}${text}`;
}

function writeTable({ tableRows }: docs_v1.Schema$Table, notes: string[]): string {
  const rows = (tableRows ?? []).map(({ tableCells }) => {
    const cells = (tableCells ?? []).map(({ content }) =>
      (content ?? [])
        .map(({ paragraph }) => writeRuns(paragraph?.elements ?? [], notes).replaceAll('|', '\\|'))
        .join('<br>'),
    );
    return `| ${cells.join(' | ')} |`;
  });
  const columns = tableRows?.[0]?.tableCells?.length ?? 0;
  return [rows[0], `|${' :---- |'.repeat(columns)}`, ...rows.slice(1)].join('\n');
}

function writeRuns(elements: readonly docs_v1.Schema$ParagraphElement[], notes: string[]): string {
  return elements
    .map(({ textRun, footnoteReference, person, richLink, dateElement, horizontalRule, inlineObjectElement }) => {
      if (horizontalRule) return '---';
      if (inlineObjectElement) return `![][${inlineObjectElement.inlineObjectId}]`;
      if (person) return escapeText(person.personProperties?.name ?? '');
      if (dateElement) return escapeText(dateElement.dateElementProperties?.displayText ?? '');
      if (richLink)
        return `[${escapeText(richLink.richLinkProperties?.title ?? '')}](${richLink.richLinkProperties?.uri})`;
      if (footnoteReference) return `[^${notes.push(footnoteReference.footnoteId ?? '')}]`;
      return writeRun(textRun ?? {});
    })
    .join('');
}

function writeRun({ content, textStyle = {} }: docs_v1.Schema$TextRun): string {
  const text = (content ?? '').replace(/\n$/, '');
  if (text === '') return '';
  const { bold, italic, strikethrough, link, weightedFontFamily } = textStyle;
  if (weightedFontFamily) return `\`${text}\``;
  const marks = [bold && '**', italic && '*', strikethrough && '~~'].filter((mark) => typeof mark === 'string');
  const marked = marks.join('') + escapeText(text) + marks.toReversed().join('');
  if (link?.url) return `[${marked}](${link.url})`;
  return link?.headingId ? `[${marked}](#${link.headingId})` : marked;
}

function isCode({ elements = [] }: docs_v1.Schema$Paragraph): boolean {
  return elements.every(({ textRun }) => textRun?.content === '\n' || textRun?.textStyle?.weightedFontFamily);
}

function rawText({ elements = [] }: docs_v1.Schema$Paragraph): string {
  return elements.map(({ textRun }) => (textRun?.content ?? '').replace(/\n$/, '')).join('');
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]<>#+|~!&-]/g, (character) => `\\${character}`).replaceAll('\v', '  \n');
}
