import { type KnownVersion, type LoadContext, PromptError } from '@prompts/core';
import { inChunks, withPartTimeout } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { pageIdOf } from '../page-reference.ts';
import { maxPagesPerRequest, type Page, type Wiki } from '../wiki/wiki.ts';
import { checkPage } from './check-page.ts';

/** Pages that take longer count as changed, so that the others need not wait for them. */
const chunkTimeoutSeconds = 10;

interface Known {
  readonly id: string;
  readonly index: number;
}

/**
 * Compares known versions with the current ones. Sends one request per 250 pages, without their texts, and none for old versions.
 * @returns The indexes of the entries whose pages changed, no longer exist, or could not be requested.
 * @throws The error of the first request if all requests fail.
 */
export async function changedSince(
  entries: readonly KnownVersion<ParsedConfig>[],
  wiki: Wiki,
  context: LoadContext,
): Promise<number[]> {
  const current = entries.flatMap(({ config }, index) => (config.version === undefined ? [index] : []));
  const known: Known[] = current.flatMap((index) => {
    const id = knownId(entries[index] as KnownVersion<ParsedConfig>);
    return id === undefined ? [] : [{ id, index }];
  });
  const unknown = current.filter((index) => known.every((candidate) => candidate.index !== index));
  const chunks = inChunks(known, maxPagesPerRequest);
  const results = await Promise.allSettled(
    chunks.map(async (chunk) => {
      const limit = { provider: 'confluence', what: `${chunk.length} pages`, timeoutSeconds: chunkTimeoutSeconds };
      return withPartTimeout(context, limit, async (part) => {
        const ids = [...new Set(chunk.map(({ id }) => id))];
        const pages = new Map((await wiki.readPages(ids, { withBody: false }, part)).map((page) => [page.id, page]));
        const changed = await Promise.all(
          chunk.map(({ id, index }) =>
            hasChanged(pages.get(id), entries[index] as KnownVersion<ParsedConfig>, wiki, part),
          ),
        );
        return chunk.filter((_, position) => changed[position]).map(({ index }) => index);
      });
    }),
  );
  const failures = results.filter((result) => result.status === 'rejected');
  if (failures.length > 0 && failures.length === results.length) throw failures[0]?.reason;
  // If only some requests fail, their pages count as changed: loading them reports the error.
  const changed = results.flatMap((result, position) =>
    result.status === 'fulfilled' ? result.value : (chunks[position] ?? []).map(({ index }) => index),
  );
  return [...changed, ...unknown].sort((one, other) => one - other);
}

/** Returns the id of the page. For a title, it is that of the page that was loaded last: renaming a page gives it a new version. */
function knownId({ config, template }: KnownVersion<ParsedConfig>): string | undefined {
  if (config.pageId !== undefined) return pageIdOf(config.pageId);
  const id = template.metadata?.pageId;
  return typeof id === 'string' ? id : undefined;
}

async function hasChanged(
  page: Page | undefined,
  { config, template }: KnownVersion<ParsedConfig>,
  wiki: Wiki,
  context: LoadContext,
): Promise<boolean> {
  if (page === undefined || String(page.version) !== template.version) return true;
  return PromptError.isInstance(await checkPage(page, config, wiki, context));
}
