import type { PhrasingContent, RootContent } from 'mdast';
import { convertCode, isCodeLine } from './code.ts';
import { convertInlines, plainText } from './inlines.ts';
import { convertLists } from './lists.ts';
import { maxDepth, type Paragraph, type Scope, type StructuralElement } from './scope.ts';
import { convertTable } from './tables.ts';

/** Converts the contents of a tab, a cell or a footnote. Tables of contents, which repeat the headings, are omitted. */
export function convertBlocks(content: readonly StructuralElement[], scope: Scope, depth = 0): RootContent[] {
  const blocks: RootContent[] = [];
  let index = 0;
  while (index < content.length) {
    const { paragraph, table } = content[index] as StructuralElement;
    const length = paragraph ? lengthOfGroup(content, index) : 1;
    const group = content.slice(index, index + length).flatMap((element) => element.paragraph ?? []);
    index += length;
    if (table && depth < maxDepth) {
      blocks.push(...convertTable(table, (inner) => convertBlocks(inner, scope, depth + 1)));
    } else if (paragraph?.bullet) blocks.push(...convertLists(group, scope));
    else if (paragraph && isCodeLine(paragraph)) blocks.push(convertCode(group));
    else if (paragraph) blocks.push(...convertParagraph(paragraph, scope));
  }
  return blocks;
}

/** Returns the number of elements, beginning at `start`, that belong together: the items of lists, or the lines of a code block. */
function lengthOfGroup(content: readonly StructuralElement[], start: number): number {
  const paragraphAt = (index: number) => content[index]?.paragraph;
  const first = paragraphAt(start) as Paragraph;
  let end = start + 1;
  if (first.bullet) while (paragraphAt(end)?.bullet) end += 1;
  else if (isCodeLine(first)) {
    for (let next = end; next < content.length; next += 1) {
      const paragraph = paragraphAt(next);
      if (!paragraph || !(isCodeLine(paragraph) || isBlank(paragraph))) break;
      // Empty lines between lines of code belong to the code. Those after it don't.
      if (isCodeLine(paragraph)) end = next + 1;
    }
  }
  return end - start;
}

function isBlank({ elements = [], bullet }: Paragraph): boolean {
  return !bullet && elements.every(({ textRun }) => textRun && plainText(textRun.content).trim() === '');
}

function convertParagraph(paragraph: Paragraph, scope: Scope): RootContent[] {
  const elements = paragraph.elements ?? [];
  const rule = elements.findIndex(({ horizontalRule }) => horizontalRule);
  if (rule !== -1) {
    const part = (some: typeof elements) => convertParagraph({ ...paragraph, elements: some }, scope);
    return [...part(elements.slice(0, rule)), { type: 'thematicBreak' }, ...part(elements.slice(rule + 1))];
  }
  const children = convertInlines(paragraph, scope);
  if (!hasContent(children)) return [];
  const depth = headingDepthOf(paragraph.paragraphStyle?.namedStyleType ?? '');
  return depth === undefined
    ? [{ type: 'paragraph', children }]
    : [{ type: 'heading', depth, children: children.flatMap(unbold) }];
}

function headingDepthOf(style: string): 1 | 2 | 3 | 4 | 5 | 6 | undefined {
  if (style === 'TITLE') return 1;
  if (style === 'SUBTITLE') return 2;
  const level = /^HEADING_([1-6])$/.exec(style)?.[1];
  return level === undefined ? undefined : (Number(level) as 1 | 2 | 3 | 4 | 5 | 6);
}

/** Removes bold from the text of a heading, which is bold anyway. */
function unbold(node: PhrasingContent): PhrasingContent[] {
  return node.type === 'strong' ? node.children.flatMap(unbold) : [node];
}

function hasContent(nodes: readonly PhrasingContent[]): boolean {
  return nodes.some((node) => node.type !== 'break' && (node.type !== 'text' || node.value.trim() !== ''));
}
