import type { List, PhrasingContent } from 'mdast';
import { type Block, text } from './nodes.ts';

/** Converts blocks to the contents of one table cell, separated by line breaks. */
export function flatten(blocks: readonly Block[]): PhrasingContent[] {
  return joinLines(blocks.flatMap(linesOf));
}

type Line = PhrasingContent[];

function joinLines(lines: readonly Line[]): PhrasingContent[] {
  return lines
    .filter((line) => line.length > 0)
    .flatMap((line, index) => (index === 0 ? line : [{ type: 'break' } as const, ...line]));
}

function linesOf(block: Block): Line[] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return [block.children];
    case 'code':
      return block.value.split('\n').map((value) => (value === '' ? [] : [{ type: 'inlineCode', value }]));
    case 'list':
      return block.children.flatMap((_, index) => itemLines(block, index));
    case 'table':
      return block.children.map(({ children: cells }) =>
        cells
          .filter(({ children }) => children.length > 0)
          .flatMap(({ children }, index) => [...(index === 0 ? [] : text(' ')), ...children]),
      );
    case 'blockquote':
      return (block.children as Block[]).flatMap(linesOf);
    default:
      return [];
  }
}

function itemLines({ ordered, start, children }: List, index: number): Line[] {
  const item = children[index] as List['children'][number];
  const bullet = ordered ? `${(start ?? 1) + index}. ` : '- ';
  const box = typeof item.checked === 'boolean' ? `[${item.checked ? 'x' : ' '}] ` : '';
  const [first = [], ...more] = (item.children as Block[]).flatMap(linesOf);
  return [[...text(bullet + box), ...first], ...more];
}
