import { type LoadContext, PromptError } from '@prompts/core';
import { invalidResponse } from '../client/errors.ts';
import type { NotionClient } from '../client/notion-client.ts';
import { parseNotionId } from '../notion-id.ts';

/** The response of the endpoint. `unknown_block_ids` contains the ids of the omitted blocks. */
interface PageMarkdown {
  readonly markdown: string;
  readonly truncated?: boolean;
  readonly unknown_block_ids?: readonly string[];
}

/** The maximum number of omitted blocks of a page. A page with more is read block by block. */
const maxParts = 500;

/** The tag in place of an omitted block. The address ends with the block's id. */
const unknownTag = /^(?<indentation>\t*)<unknown\b[^<>]*?\burl="(?<url>[^"]*)"[^<>]*>(?:[^<>\n]*<\/unknown>)?[ \t]*$/gm;

/**
 * A character reference. In Notion's markdown, it may be an escape, or text that somebody typed: only the blocks show which. In tags, it
 * is always an escape.
 */
const reference = /&(?:#\w+|[a-z][a-z\d]*);/i;
const anyTag = /<[^<>]*>/g;

/**
 * Reads a page in Notion's own markdown. Sends one request, and one for each block that the response omits.
 * @returns undefined if a part of the page is ambiguous, or not available as markdown.
 */
export async function readMarkdown(
  pageId: string,
  client: NotionClient,
  context: LoadContext,
): Promise<string | undefined> {
  const requested = new Set<string>();

  async function read(id: string): Promise<string | undefined> {
    if (requested.has(id) || requested.size > maxParts) return undefined;
    requested.add(id);
    const { markdown, truncated, unknown_block_ids: unknownIds = [] } = await request(id, pageId, client, context);
    if (reference.test(markdown.replace(anyTag, ''))) return undefined;
    const ids = unknownIds.map((unknownId) => parseNotionId(unknownId));
    if (ids.length === 0 && !truncated && !/^\t*<unknown\b/m.test(markdown)) return markdown;
    if (ids.length === 0) return undefined;
    const parts = new Map<string, string>();
    for (const unknownId of ids) {
      const part = unknownId === undefined ? undefined : await readPart(unknownId);
      if (unknownId === undefined || part === undefined) return undefined;
      parts.set(unknownId, part);
    }
    return insertParts(markdown, parts);
  }

  /** @returns undefined for a block that is not available by itself. */
  async function readPart(id: string): Promise<string | undefined> {
    try {
      return await read(id);
    } catch (error) {
      if (PromptError.isInstance(error) && ['NOT_FOUND', 'CONFIG_INVALID', 'FORBIDDEN'].includes(error.code))
        return undefined;
      throw error;
    }
  }

  return read(pageId);
}

async function request(id: string, pageId: string, client: NotionClient, context: LoadContext): Promise<PageMarkdown> {
  const what = id === pageId ? `the markdown of page ${id}` : `the markdown of block ${id} of page ${pageId}`;
  const response = await client.send(
    (notion, auth) =>
      notion.request<PageMarkdown>({
        path: `pages/${id}/markdown`,
        method: 'get',
        // The SDK's own method drops this parameter.
        query: { markdown_version: 'v2' },
        ...auth,
      }),
    what,
    context,
  );
  if (typeof response.markdown !== 'string') throw invalidResponse(what, 'contains no markdown');
  return response;
}

/** Replaces the tags of omitted blocks with their markdown. Blocks without a tag follow at the end. @returns undefined if a tag is left. */
function insertParts(markdown: string, parts: Map<string, string>): string | undefined {
  let isComplete = true;
  const inserted = markdown.replaceAll(unknownTag, (tag, indentation: string, url: string) => {
    const id = parseNotionId(url.replace(/^.*#/, '')) ?? '';
    const part = parts.get(id);
    isComplete &&= part !== undefined;
    parts.delete(id);
    return part === undefined ? tag : part.replace(/^(?=.)/gm, indentation);
  });
  return isComplete ? [inserted, ...parts.values()].join('\n\n') : undefined;
}
