import { PromptError } from '@prompts/core';
import { inChunks, withPartTimeout } from '@prompts/provider-kit';
import { notAPage, notFound } from '../client/http-failure.ts';
import { maxPagesPerRequest, type ReadContext, type Wiki } from '../wiki/wiki.ts';

const timeoutSeconds = 8;

/**
 * Finds out why pages were not among the results of a request for many: one more request for 250 ids says which are of other content.
 * @returns The errors by id: `CONFIG_INVALID` with the kind of content, otherwise `NOT_FOUND`.
 */
export async function explainMissing(
  ids: readonly string[],
  wiki: Wiki,
  context: ReadContext,
): Promise<ReadonlyMap<string, PromptError>> {
  const kinds = await Promise.all(inChunks(ids, maxPagesPerRequest).map((chunk) => findKinds(chunk, wiki, context)));
  const kindOf = new Map(kinds.flatMap((found) => [...found]));
  return new Map(
    ids.map((id) => {
      const kind = kindOf.get(id) ?? 'page';
      return [id, kind === 'page' ? notFound(`page ${id}`) : notAPage(id, kind)];
    }),
  );
}

async function findKinds(
  ids: readonly string[],
  wiki: Wiki,
  context: ReadContext,
): Promise<ReadonlyMap<string, string>> {
  const limit = { provider: 'confluence', what: `the kinds of ${ids.length} contents`, timeoutSeconds };
  try {
    return await withPartTimeout(context, limit, (part) => wiki.findKinds(ids, part));
  } catch (error) {
    // Without its kind, content that is not a page is NOT_FOUND.
    if (!PromptError.isInstance(error) || context.signal.aborted) throw error;
    return new Map();
  }
}
