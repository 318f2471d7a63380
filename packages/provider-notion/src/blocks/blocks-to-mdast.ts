import type { List, Root, RootContent } from 'mdast';
import { blockToMdast } from './block-to-mdast.ts';
import type { Block } from './block-tree.ts';
import { listItemToMdast, listStartOf } from './list-item-to-mdast.ts';

/** Converts the blocks of a page. */
export function blocksToMdast(blocks: readonly Block[]): Root {
  return { type: 'root', children: convertBlocks(blocks) };
}

/** Converts adjacent blocks. Adjacent list items of the same kind form one list. */
function convertBlocks(blocks: readonly Block[]): RootContent[] {
  const nodes: RootContent[] = [];
  let list: List | undefined;
  for (const block of blocks) {
    const item = listItemToMdast(block, convertBlocks);
    if (item === undefined) {
      list = undefined;
      nodes.push(...blockToMdast(block, convertBlocks));
      continue;
    }
    const ordered = block.block.type === 'numbered_list_item';
    const start = listStartOf(block.block);
    if (list === undefined || list.ordered !== ordered || (start !== undefined && start !== nextNumber(list))) {
      list = { type: 'list', ordered, ...(ordered && { start: start ?? 1 }), spread: false, children: [] };
      nodes.push(list);
    }
    list.children.push(item);
  }
  return nodes;
}

function nextNumber({ start, children }: List): number {
  return (start ?? 1) + children.length;
}
