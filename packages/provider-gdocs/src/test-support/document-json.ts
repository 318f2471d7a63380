import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';

type Element = docs_v1.Schema$StructuralElement;
type Run = docs_v1.Schema$ParagraphElement;

/** Creates a piece of text with its style. */
export function run(content: string, textStyle: docs_v1.Schema$TextStyle = {}): Run {
  return { textRun: { content, textStyle } };
}

export function code(content: string): Run {
  return run(content, { weightedFontFamily: { fontFamily: 'Roboto Mono', weight: 400 } });
}

export function link(content: string, url: string): Run {
  return run(content, { link: { url }, underline: true });
}

/** Creates a paragraph. Its last element gets the line break that ends it, as in Google's responses. */
export function paragraph(
  content: string | readonly Run[],
  options: Omit<docs_v1.Schema$Paragraph, 'elements'> = {},
): Element {
  const elements = typeof content === 'string' ? [run(content)] : [...content];
  const last = elements.at(-1);
  if (last?.textRun)
    elements[elements.length - 1] = { textRun: { ...last.textRun, content: `${last.textRun.content}\n` } };
  else elements.push(run('\n'));
  return { paragraph: { elements, paragraphStyle: { namedStyleType: 'NORMAL_TEXT' }, ...options } };
}

export function heading(level: number, text: string): Element {
  return paragraph(text, { paragraphStyle: { namedStyleType: `HEADING_${level}` } });
}

export function item(content: string | readonly Run[], listId: string, nestingLevel = 0): Element {
  return paragraph(content, { bullet: { listId, ...(nestingLevel > 0 && { nestingLevel }) } });
}

/** Creates a table whose cells contain a text or paragraphs. */
export function table(rows: readonly (readonly (string | readonly Element[])[])[]): Element {
  const tableRows = rows.map((row) => ({
    tableCells: row.map((cell) => ({ content: typeof cell === 'string' ? [paragraph(cell)] : [...cell] })),
  }));
  return { table: { rows: rows.length, columns: rows[0]?.length ?? 0, tableRows } };
}

const level = (properties: docs_v1.Schema$NestingLevel) => Array.from({ length: 9 }, () => properties);

/** The lists that items may name. */
const lists: Record<string, docs_v1.Schema$List> = {
  bullets: { listProperties: { nestingLevels: level({ glyphSymbol: '●', glyphFormat: '%0' }) } },
  numbers: { listProperties: { nestingLevels: level({ glyphType: 'DECIMAL', glyphFormat: '%0.', startNumber: 1 }) } },
  boxes: { listProperties: { nestingLevels: level({ glyphType: 'GLYPH_TYPE_UNSPECIFIED', glyphFormat: '%0' }) } },
};

/** Creates the contents of a tab. */
export function tabContent(
  content: readonly Element[],
  rest: Omit<docs_v1.Schema$DocumentTab, 'body'> = {},
): docs_v1.Schema$DocumentTab {
  return { body: { content: [{ sectionBreak: {} }, ...content] }, lists, ...rest };
}

/** Creates a tab with its child tabs. */
export function tab(
  tabId: string,
  title: string,
  documentTab: docs_v1.Schema$DocumentTab,
  childTabs: docs_v1.Schema$Tab[] = [],
): docs_v1.Schema$Tab {
  return { tabProperties: { tabId, title }, documentTab, childTabs };
}

/** Creates a document with one tab and a paragraph per line. A final line break ends the last paragraph. */
export function documentOf(text: string): docs_v1.Schema$Tab[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return [tab('t.0', 'Tab 1', tabContent(lines.map((line) => paragraph(line))))];
}
