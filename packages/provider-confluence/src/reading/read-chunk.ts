import { PromptError } from '@prompts/core';
import { withPartTimeout } from '@prompts/provider-kit';
import type { Page, ReadContext, ReadOptions, Wiki } from '../wiki/wiki.ts';

/** The time limit of a request for 250 pages with their texts. */
const firstTimeoutSeconds = 20;

/** The time limit of each further half: eight halvings end within the time limit of a load. */
const nextTimeoutSeconds = 8;

/**
 * Reads up to 250 pages with one request. If the request hangs or its response is too large, its two halves are requested, and so on,
 * until the faulty page is alone.
 * @returns By id, the pages that were found, and the errors of those that could not be read.
 * @throws If a request fails for a reason that concerns all pages, such as `AUTH_FAILED`.
 */
export async function readChunk(
  ids: readonly string[],
  options: ReadOptions,
  wiki: Wiki,
  context: ReadContext,
  timeoutSeconds = firstTimeoutSeconds,
): Promise<ReadonlyMap<string, Page | PromptError>> {
  const what = ids.length === 1 ? `page ${ids[0]}` : `${ids.length} pages`;
  try {
    const limit = { provider: 'confluence', what, timeoutSeconds };
    const pages = await withPartTimeout(context, limit, (part) => wiki.readPages(ids, options, part));
    return new Map(pages.map((page) => [page.id, page]));
  } catch (error) {
    const isSplittable =
      PromptError.isInstance(error) && (error.code === 'TIMEOUT' || error.code === 'CONTENT_INVALID');
    if (!isSplittable || context.signal.aborted) throw error;
    if (ids.length === 1) return new Map([[ids[0] as string, error]]);
    const middle = Math.ceil(ids.length / 2);
    const halves = [ids.slice(0, middle), ids.slice(middle)];
    const found = await Promise.all(halves.map((half) => readChunk(half, options, wiki, context, nextTimeoutSeconds)));
    return new Map(found.flatMap((half) => [...half]));
  }
}
