import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { inChunks, mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { maxPagesPerRequest, type Page, type Wiki } from '../wiki/wiki.ts';
import { checkPage } from './check-page.ts';
import { createTemplates, type ReadPage } from './create-templates.ts';
import { explainMissing } from './explain-missing.ts';
import { findPageIds } from './find-pages.ts';
import { readChunk } from './read-chunk.ts';

const maxConcurrentRequests = 4;

/** The time limit of one old version. */
const versionTimeoutSeconds = 20;

/**
 * Loads many pages, 250 per request, and old versions one by one.
 * @returns One result per config, in order; an error for a page that can't be loaded.
 * @throws If a request fails for a reason that concerns all pages, such as `AUTH_FAILED`.
 */
export async function loadMany(
  configs: readonly ParsedConfig[],
  wiki: Wiki,
  context: LoadContext,
): Promise<(PromptTemplate | PromptError)[]> {
  const pages = await readPages(configs, wiki, context);
  const checked = await Promise.all(
    pages.map(async (page, index): Promise<ReadPage | PromptError> => {
      const config = configs[index] as ParsedConfig;
      if (PromptError.isInstance(page)) return page;
      return (await checkPage(page, config, wiki, context)) ?? { page, config };
    }),
  );
  const readable = checked.filter((read): read is ReadPage => !PromptError.isInstance(read));
  const templates = (await createTemplates(readable, wiki, context)).values();
  return checked.map((read) =>
    PromptError.isInstance(read) ? read : (templates.next().value as PromptTemplate | PromptError),
  );
}

async function readPages(
  configs: readonly ParsedConfig[],
  wiki: Wiki,
  context: LoadContext,
): Promise<(Page | PromptError)[]> {
  const ids = await findPageIds(configs, wiki, context);
  const isCurrent = (index: number) => configs[index]?.version === undefined;
  const current = [...new Set(ids.filter((id, index) => typeof id === 'string' && isCurrent(index)))] as string[];
  const chunks = await mapBounded(inChunks(current, maxPagesPerRequest), maxConcurrentRequests, (chunk) =>
    readChunk(chunk, { withBody: true }, wiki, context),
  );
  const found = new Map(chunks.flatMap((chunk) => [...chunk]));
  const missing = await explainMissing(
    current.filter((id) => !found.has(id)),
    wiki,
    context,
  );
  return mapBounded(ids, maxConcurrentRequests, async (id, index) => {
    if (PromptError.isInstance(id)) return id;
    if (isCurrent(index)) return (found.get(id) ?? missing.get(id)) as Page | PromptError;
    return readVersion(id, configs[index]?.version as string, wiki, context);
  });
}

async function readVersion(id: string, version: string, wiki: Wiki, context: LoadContext): Promise<Page | PromptError> {
  const limit = {
    provider: 'confluence',
    what: `version ${version} of page ${id}`,
    timeoutSeconds: versionTimeoutSeconds,
  };
  try {
    return await withPartTimeout(context, limit, (part) => wiki.readPage(id, { withBody: true, version }, part));
  } catch (error) {
    if (!PromptError.isInstance(error) || context.signal.aborted) throw error;
    return error;
  }
}
