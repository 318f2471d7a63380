import type { BlockObjectResponse } from '@notionhq/client';
import { type LoadContext, PromptError } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import { invalidResponse } from '../client/errors.ts';
import type { NotionClient } from '../client/notion-client.ts';
import { readCursors } from '../client/read-cursors.ts';
import { notionError } from '../notion-error.ts';
import { type Block, maxDepth } from './block-tree.ts';

/** Far more than a prompt has, and as many as the time limit of a load allows. */
const maxBlocks = 25_000;
const maxConcurrentRequests = 4;

/** The types of blocks that are separate pages: their contents are not part of this one. */
const pages: ReadonlySet<string> = new Set(['child_page', 'child_database']);

/** The state of reading the blocks of one page. */
interface Walk {
  readonly pageId: string;
  readonly client: NotionClient;
  readonly context: LoadContext;
  count: number;
}

/**
 * Reads all blocks of a page. Sends one request per 100 blocks, and one more for each block that contains others.
 * @throws `CONTENT_INVALID` for a page that is too large or nested too deeply; `FORBIDDEN` for a synced block from a page that is not shared.
 */
export async function readBlocks(pageId: string, client: NotionClient, context: LoadContext): Promise<Block[]> {
  return readChildren(pageId, [], { pageId, client, context, count: 0 });
}

/** @param path The ids of the blocks that contain these. */
async function readChildren(parentId: string, path: readonly string[], walk: Walk): Promise<Block[]> {
  if (path.length > maxDepth) throw tooLarge(walk, `blocks nested more than ${maxDepth} levels deep`);
  const blocks = await listChildren(parentId, walk);
  return mapBounded(blocks, maxConcurrentRequests, async (block) => ({
    block,
    children: block.has_children && !pages.has(block.type) ? await readInner(block, [...path, parentId], walk) : [],
  }));
}

async function readInner(block: BlockObjectResponse, path: readonly string[], walk: Walk): Promise<Block[]> {
  const source = block.type === 'synced_block' ? block.synced_block.synced_from : null;
  // The blocks of a copy are those of its original. A copy within its original would be endless.
  const id = source?.block_id ?? block.id;
  if (path.includes(id)) return [];
  try {
    return await readChildren(id, path, walk);
  } catch (error) {
    if (source === null || !PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
    throw notionError(
      'FORBIDDEN',
      `page ${walk.pageId} contains a synced block from a page that is not shared with the integration: share that page, too, or unsync the block`,
    );
  }
}

async function listChildren(parentId: string, walk: Walk): Promise<BlockObjectResponse[]> {
  const what = parentId === walk.pageId ? `the blocks of page ${parentId}` : `block ${parentId} of page ${walk.pageId}`;
  const blocks: BlockObjectResponse[] = [];
  const nextCursor = readCursors(what);
  let cursor: string | undefined;
  do {
    const response = await walk.client.send(
      (notion, auth) =>
        notion.blocks.children.list({
          block_id: parentId,
          page_size: 100,
          ...(cursor !== undefined && { start_cursor: cursor }),
          ...auth,
        }),
      what,
      walk.context,
    );
    if (!Array.isArray(response.results)) throw invalidResponse(what, 'is not a list of blocks');
    walk.count += response.results.length;
    if (walk.count > maxBlocks) throw tooLarge(walk, `more than ${maxBlocks} blocks`);
    blocks.push(...response.results.filter(isPresent));
    cursor = nextCursor(response);
  } while (cursor !== undefined);
  return blocks;
}

function isPresent(block: object | null): block is BlockObjectResponse {
  return block !== null && 'type' in block && !('in_trash' in block && block.in_trash);
}

function tooLarge({ pageId }: Walk, fault: string): PromptError {
  return notionError('CONTENT_INVALID', `page ${pageId} contains ${fault}, which is not supported: split it`);
}
