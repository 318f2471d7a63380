import { PromptError } from '@prompts/core';
import { inChunks, withPartTimeout } from '@prompts/provider-kit';
import { notAPage, notFound } from '../client/http-failure.ts';
import { maxPagesPerRequest, type ReadContext, type Wiki } from '../wiki/wiki.ts';

const timeoutSeconds = 8;

/**
 * Finds out why a request for many pages did not return some of them. One more request per 250 ids finds those of other content.
 * @returns The errors by id: `CONFIG_INVALID`, which names the kind of content, otherwise `NOT_FOUND`.
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
  const limit = { provider: 'confluence', what: `the types of ${ids.length} content items`, timeoutSeconds };
  try {
    return await withPartTimeout(context, limit, (part) => wiki.findKinds(ids, part));
  } catch (error) {
    // Content of an unknown kind is reported as NOT_FOUND.
    if (!PromptError.isInstance(error) || context.signal.aborted) throw error;
    return new Map();
  }
}
