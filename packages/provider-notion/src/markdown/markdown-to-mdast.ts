import type { List, Paragraph, Root, RootContent } from 'mdast';
import { withBreaks } from '../blocks/rich-text.ts';
import { convertInline } from './inline.ts';
import { lineToMdast } from './line-to-mdast.ts';
import { listItemOf } from './list-item-of.ts';
import { type LineBlock, nestLines } from './nest-lines.ts';
import { parseLines } from './parse-lines.ts';
import { pipeTableToMdast } from './tables-to-mdast.ts';

/** Converts Notion's own markdown. Inline marks, such as `**`, stay as they are written. */
export function markdownToMdast(markdown: string): Root {
  return { type: 'root', children: convertLines(nestLines(parseLines(markdown))) };
}

function convertLines(blocks: readonly LineBlock[]): RootContent[] {
  const nodes: RootContent[] = [];
  /** The list or the paragraph that the next line may belong to. */
  let list: List | undefined;
  let paragraph: Paragraph | undefined;
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index] as LineBlock;
    const { text, isSeparate } = block.line;
    const item = listItemOf(block, convertLines);
    if (item) {
      paragraph = undefined;
      const ordered = item.number !== undefined;
      if (!list || list.ordered !== ordered || (ordered && item.number !== (list.start ?? 1) + list.children.length)) {
        list = { type: 'list', ordered, ...(ordered && { start: item.number as number }), spread: false, children: [] };
        nodes.push(list);
      }
      list.children.push(item.node);
      continue;
    }
    list = undefined;
    if (text.startsWith('|')) {
      paragraph = undefined;
      const rows = [text];
      for (let next = blocks[index + 1]; next && isRow(next); next = blocks[index + 1]) {
        rows.push(next.line.text);
        index += 1;
      }
      nodes.push(pipeTableToMdast(rows));
      continue;
    }
    const converted = lineToMdast(block, convertLines);
    if (converted) {
      paragraph = undefined;
      nodes.push(...converted);
      continue;
    }
    const content = withBreaks(convertInline(text));
    if (paragraph && !isSeparate) paragraph.children.push({ type: 'break' }, ...content);
    else {
      paragraph = { type: 'paragraph', children: content };
      nodes.push(paragraph);
    }
    if (block.children.length > 0) {
      nodes.push(...convertLines(block.children));
      paragraph = undefined;
    }
  }
  return nodes;
}

/** Whether a line continues a table that is written with pipes. */
function isRow({ line }: LineBlock): boolean {
  return line.text.startsWith('|') && !line.isSeparate;
}
