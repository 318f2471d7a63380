import type { BlockObjectResponse } from '@notionhq/client';
import type { BlockContent, ListItem, RootContent } from 'mdast';
import type { Block } from './block-tree.ts';
import { richTextToMdast } from './rich-text.ts';

/** Converts a list item. @returns undefined for any other block. */
export function listItemToMdast(
  { block, children }: Block,
  convert: (blocks: readonly Block[]) => RootContent[],
): ListItem | undefined {
  const { text, checked } = itemOf(block) ?? {};
  if (text === undefined) return undefined;
  return {
    type: 'listItem',
    ...(checked !== undefined && { checked }),
    spread: false,
    children: [{ type: 'paragraph', children: richTextToMdast(text) }, ...(convert(children) as BlockContent[])],
  };
}

function itemOf(block: BlockObjectResponse) {
  switch (block.type) {
    case 'bulleted_list_item':
      return { text: block.bulleted_list_item.rich_text };
    case 'numbered_list_item':
      return { text: block.numbered_list_item.rich_text };
    case 'to_do':
      return { text: block.to_do.rich_text, checked: block.to_do.checked };
    default:
      return undefined;
  }
}

/** Returns the number of an item that restarts the numbering; undefined if it continues it. */
export function listStartOf(block: BlockObjectResponse): number | undefined {
  return block.type === 'numbered_list_item' ? block.numbered_list_item.list_start_index : undefined;
}
