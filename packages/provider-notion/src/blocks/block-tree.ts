import type { BlockObjectResponse } from '@notionhq/client';

/** A block with all blocks in it. */
export interface Block {
  readonly block: BlockObjectResponse;
  readonly children: readonly Block[];
}

/** Levels of blocks in blocks. Far more than a prompt has. */
export const maxDepth = 100;
