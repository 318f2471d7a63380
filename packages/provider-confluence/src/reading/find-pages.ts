import { type LoadContext, PromptError } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import { notFound } from '../client/http-failure.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { pageIdOf } from '../page-reference.ts';
import type { Wiki } from '../wiki/wiki.ts';

/** Up to this many titles of a space are looked up one by one. For more, the space is listed. */
const maxSingleTitles = 4;
const maxConcurrentRequests = 4;

/** The maximum number of members that core accepts in a collection. */
const maxListedPages = 10_000;

/**
 * Finds the page ids for configs, some of which name a page by its title.
 * @returns One result per config, in order; an error for a page or a space that does not exist.
 */
export async function findPageIds(
  configs: readonly ParsedConfig[],
  wiki: Wiki,
  context: LoadContext,
): Promise<(string | PromptError)[]> {
  const titled = configs.filter(({ pageId }) => pageId === undefined);
  const found = new Map<string, Map<string, string | PromptError>>();
  for (const [spaceKey, group] of Map.groupBy(titled, ({ spaceKey = '' }) => spaceKey)) {
    const titles = [...new Set(group.map(({ title = '' }) => title))];
    found.set(spaceKey, await findTitles(spaceKey, titles, wiki, context));
  }
  return configs.map(({ pageId, spaceKey = '', title = '' }) => {
    if (pageId !== undefined) return pageIdOf(pageId);
    return found.get(spaceKey)?.get(title) ?? notFound(`page '${title}' in space ${spaceKey}`);
  });
}

async function findTitles(spaceKey: string, titles: readonly string[], wiki: Wiki, context: LoadContext) {
  const ids = new Map<string, string | PromptError>();
  try {
    if (titles.length > maxSingleTitles) {
      let count = 0;
      for await (const pages of wiki.listPages({ spaceKey }, { withBody: false }, context)) {
        for (const { id, title } of pages) ids.set(title, id);
        count += pages.length;
        if (count >= maxListedPages || titles.every((title) => ids.has(title))) break;
      }
      return ids;
    }
    await mapBounded(titles, maxConcurrentRequests, async (title) => {
      const page = await wiki.findPage(spaceKey, title, { withBody: false }, context);
      if (page) ids.set(title, page.id);
    });
  } catch (error) {
    // A space that can't be read must not make the pages of other spaces fail.
    if (!PromptError.isInstance(error) || context.signal.aborted) throw error;
    for (const title of titles) ids.set(title, error);
  }
  return ids;
}
