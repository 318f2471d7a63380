import { type LoadContext, PromptError, type PromptFacts } from '@prompts/core';
import { inChunks } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { maxPagesPerRequest, type Wiki } from '../wiki/wiki.ts';
import { checkPage } from './check-page.ts';
import { explainMissing } from './explain-missing.ts';
import { findPageIds } from './find-pages.ts';

/**
 * Finds the last editor of each page. Cloud returns only account ids with a page. Sends one request per 250 pages, and one for their
 * editors.
 * @returns One result per config, in order; an error for a page that can't be read.
 */
export async function describe(
  configs: readonly ParsedConfig[],
  wiki: Wiki,
  context: LoadContext,
): Promise<(PromptFacts | PromptError)[]> {
  const ids = await findPageIds(configs, wiki, context);
  const unique = [...new Set(ids.filter((id) => typeof id === 'string'))];
  const chunks = await Promise.all(
    inChunks(unique, maxPagesPerRequest).map((chunk) => wiki.readPages(chunk, { withBody: false }, context)),
  );
  const pages = new Map(chunks.flat().map((page) => [page.id, page]));
  const missing = await explainMissing(
    unique.filter((id) => !pages.has(id)),
    wiki,
    context,
  );
  const unnamed = [...pages.values()].flatMap(({ author, authorId }) =>
    author === undefined && authorId ? [authorId] : [],
  );
  const people = inChunks([...new Set(unnamed)], maxPagesPerRequest);
  const names = new Map(
    (await Promise.all(people.map((chunk) => wiki.readNames(chunk, context)))).flatMap((found) => [...found]),
  );
  return Promise.all(
    ids.map(async (id, index) => {
      if (PromptError.isInstance(id)) return id;
      const page = pages.get(id);
      if (page === undefined) return missing.get(id) as PromptError;
      const fault = await checkPage(page, configs[index] as ParsedConfig, wiki, context);
      if (fault) return fault;
      const { version, updatedAt, authorId = '', author = names.get(authorId) } = page;
      return { version: String(version), metadata: { updatedAt, ...(author !== undefined && { author }) } };
    }),
  );
}
