import { PromptError } from '@prompts/core';
import { notFound } from '../client/http-failure.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { confluenceError } from '../confluence-error.ts';
import type { Page, ReadContext, Wiki } from '../wiki/wiki.ts';

/** An archived page is read-only, but not gone. */
const readableStatuses = new Set(['current', 'archived']);

/**
 * Checks that a page may be served.
 * @returns The error if the page is in the trash, a draft, or in another space than configured, or if that space can't be read.
 * Undefined if it may be served.
 */
export async function checkPage(
  page: Page,
  { spaceKey, version }: ParsedConfig,
  wiki: Wiki,
  context: ReadContext,
): Promise<PromptError | undefined> {
  // An old version has the status `historical`.
  if (!readableStatuses.has(page.status) && !(version !== undefined && page.status === 'historical')) {
    return notFound(`page ${page.id} (status '${page.status.slice(0, 40)}')`);
  }
  if (spaceKey === undefined) return undefined;
  try {
    if (await wiki.isInSpace(page, spaceKey, context)) return undefined;
  } catch (error) {
    // A space that can't be read must not make the pages of other spaces fail.
    if (!PromptError.isInstance(error) || context.signal.aborted) throw error;
    return error;
  }
  const actual = page.spaceKey === undefined ? 'another space' : `space ${page.spaceKey}`;
  return confluenceError(
    'CONFIG_INVALID',
    `page ${page.id} is in ${actual}, not in ${spaceKey}: correct spaceKey, or move the page back`,
  );
}
