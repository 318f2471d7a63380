import type { BlockContent, DefinitionContent, List, ListItem, Paragraph, PhrasingContent } from 'mdast';

/** A block of a page, in mdast: https://github.com/syntax-tree/mdast */
export type Block = BlockContent | DefinitionContent;

export function text(value: string): PhrasingContent[] {
  return value === '' ? [] : [{ type: 'text', value }];
}

export function paragraph(children: readonly PhrasingContent[]): Paragraph[] {
  return children.length === 0 ? [] : [{ type: 'paragraph', children: [...children] }];
}

/** Creates the paragraph for the title of a box, such as a panel. */
export function title(value: string | undefined): Paragraph[] {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? [] : paragraph([{ type: 'strong', children: text(trimmed) }]);
}

/** Quotes nested deeper than this are not marked: readers lose count, and every line gets longer. */
const maxQuotes = 8;

/** Creates the quote that represents a box, such as a panel. */
export function quote(children: readonly Block[]): Block[] {
  if (children.length === 0) return [];
  return countQuotes(children, 0) >= maxQuotes ? [...children] : [{ type: 'blockquote', children: [...children] }];
}

function countQuotes(blocks: readonly Block[], depth: number): number {
  let maxDepth = depth;
  for (const block of blocks) {
    if (block.type === 'blockquote' && depth < maxQuotes) {
      maxDepth = Math.max(maxDepth, countQuotes(block.children as Block[], depth + 1));
    }
  }
  return maxDepth;
}

/** @param language The source's name for the language. `none` and names that are not valid after a code fence are dropped. */
export function codeBlock(value: string, language: string | null | undefined): Block {
  const lang = language?.trim().toLowerCase() ?? '';
  const known = Object.hasOwn(languages, lang) ? (languages[lang] as string) : lang;
  return { type: 'code', value, lang: isLanguage(known) ? known : null };
}

/** The usual names of languages that Confluence abbreviates. */
const languages: Readonly<Record<string, string>> = {
  py: 'python',
  js: 'javascript',
  yml: 'yaml',
  erl: 'erlang',
  'c#': 'csharp',
  'html/xml': 'xml',
};

function isLanguage(name: string): boolean {
  return name !== 'none' && /^[\p{L}\p{N}+#._-]+$/u.test(name);
}

/** @param start The number of the first item of an ordered list; undefined for bullets. */
export function list(items: readonly ListItem[], start: number | undefined): List[] {
  if (items.length === 0) return [];
  const ordered = start !== undefined;
  return [{ type: 'list', ordered, start: ordered ? start : null, spread: false, children: [...items] }];
}

/** @param checked Whether a task is done; undefined for an item that is not a task. */
export function listItem(children: readonly Block[], checked?: boolean): ListItem {
  const isTight = children.slice(1).every(({ type }) => type === 'list' || type === 'code');
  return { type: 'listItem', spread: !isTight, checked: checked ?? null, children: [...children] };
}

/** Creates the paragraph of an image with its caption, unless that repeats the image's description. */
export function figure(image: readonly PhrasingContent[], caption: readonly PhrasingContent[]): Block[] {
  const [first] = image;
  const [only] = caption.length === 1 ? caption : [];
  const isRepeated = first?.type === 'image' && only?.type === 'text' && only.value.trim() === first.alt?.trim();
  if (caption.length === 0 || isRepeated) return paragraph(image);
  return paragraph([...image, ...(image.length > 0 ? [{ type: 'break' } as const] : []), ...caption]);
}
