import type { BlockObjectResponse } from '@notionhq/client';

/** A block and all blocks in it. */
export interface Block {
  readonly block: BlockObjectResponse;
  readonly children: readonly Block[];
}

/** The maximum number of levels of nested blocks. Far more than a prompt has. */
export const maxDepth = 100;
