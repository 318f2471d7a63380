import { writeMarkdown } from '@prompts/markup-kit';
import type { Nodes, Parents, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { plainSyntax } from './plain-syntax.ts';

/**
 * Writes markdown as this provider would, so that two texts are equal if only their notation differs: bullets, line lengths, kinds of
 * headings and links, alignment of tables, HTML that markdown can express. What a page can't contain is dropped: titles of links,
 * comments, folders of images.
 */
export async function normaliseMarkdown(source: string): Promise<string> {
  const root = fromMarkdown(plainSyntax(source), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const footnotes = numberFootnotes(root);
  const edited = edit(root, footnotes) as Root;
  return writeMarkdown({ ...edited, children: [...edited.children, ...footnoteList(root, footnotes)] });
}

/** The languages that Confluence supports for code blocks. */
const languages = new Set(['python', 'java', 'javascript', 'json', 'ruby', 'csf']);

const diagrams = new Set(['mermaid', 'plantuml']);

type Footnotes = ReadonlyMap<string, number>;

/** Footnotes are numbered as they are referred to. */
function numberFootnotes(root: Root): Footnotes {
  const numbers = new Map<string, number>();
  const visit = (node: Nodes): void => {
    if (node.type === 'footnoteReference' && !numbers.has(node.identifier))
      numbers.set(node.identifier, numbers.size + 1);
    if ('children' in node) node.children.forEach(visit);
  };
  visit(root);
  return numbers;
}

/** A page has its footnotes at the end, as a list below a rule. */
function footnoteList(root: Root, footnotes: Footnotes): RootContent[] {
  const definitions = root.children.filter((node) => node.type === 'footnoteDefinition');
  if (definitions.length === 0) return [];
  const children = definitions.map(({ children }) => ({
    type: 'listItem' as const,
    spread: false,
    children: children.map((node) => edit(node, footnotes)) as never,
  }));
  return [{ type: 'thematicBreak' }, { type: 'list', ordered: true, start: 1, spread: false, children }];
}

function edit(node: Nodes, footnotes: Footnotes): Nodes {
  if (!('children' in node)) return node;
  const children = (node.children as Nodes[]).flatMap((child) => editChild(child, footnotes));
  const edited = { ...node, children } as Parents;
  if (edited.type === 'list') return { ...edited, spread: false };
  if (edited.type !== 'listItem') return edited;
  const isTight = edited.children.slice(1).every(({ type }) => type === 'list' || type === 'code');
  return { ...edited, spread: !isTight };
}

function editChild(node: Nodes, footnotes: Footnotes): Nodes[] {
  switch (node.type) {
    case 'html':
      return /^<br ?\/?>$/.test(node.value) ? [{ type: 'break' }] : [];
    case 'footnoteDefinition':
      return [];
    case 'text':
      // Line breaks within a paragraph are not part of its text.
      return [{ ...node, value: node.value.replace(/[ \n]+/g, ' ') }];
    case 'code':
      // On the page, a diagram is a picture.
      if (diagrams.has(node.lang ?? '')) return [];
      return [{ ...node, lang: languages.has(node.lang ?? '') ? node.lang : null }];
    case 'table':
      return [withoutSeparators(edit({ ...node, align: null }, footnotes) as Table)];
    case 'footnoteReference': {
      const children = [{ type: 'text' as const, value: String(footnotes.get(node.identifier)) }];
      return [{ type: 'link', url: `#footnote-def-${node.identifier}`, children }];
    }
    case 'image':
      return [{ ...node, url: fileName(node.url), title: null }, ...captionOf(node.title, node.alt)];
    case 'link':
      if (node.url.startsWith('mailto:')) return [{ type: 'text', value: node.url.slice('mailto:'.length) }];
      return [edit({ ...node, url: /^[a-z]+:|^#/i.test(node.url) ? node.url : fileName(node.url) }, footnotes)];
    default:
      return [edit(node, footnotes)];
  }
}

/** Removes empty columns, each of which marks the column before it as a header. */
function withoutSeparators(table: Table): Table {
  const [header] = table.children;
  const isSeparator = (column: number) =>
    header?.children.some(({ children }) => children.length > 0) === true &&
    table.children.every(({ children }) => children[column]?.children.length === 0);
  const children = table.children.map((row) => ({
    ...row,
    children: row.children.filter((_, column) => !isSeparator(column)),
  }));
  return { ...table, children };
}

/** The name of an attachment includes the folders. */
function fileName(url: string): string {
  return /^[a-z]+:/i.test(url) ? url : url.replace(/^\.\.\//, 'PAR_').replaceAll('/', '_');
}

function captionOf(title: string | null | undefined, alt: string | null | undefined): PhrasingContent[] {
  return title && title !== alt ? [{ type: 'break' }, { type: 'text', value: title }] : [];
}
