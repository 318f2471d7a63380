import { type ListContext, type ListedPrompt, PromptError } from '@prompts/core';
import { memberName } from '@prompts/markup-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { pageIdOf } from '../page-reference.ts';
import type { Page, ReadOptions, Selection, Wiki } from '../wiki/wiki.ts';
import { createTemplates } from './create-templates.ts';

/** Core's default for `maxMembers`. */
const defaultMaxMembers = 10_000;

type Listing = readonly ListedPrompt<ParsedConfig>[];

/**
 * Lists the current pages of a space, the pages of a space with a label, or the children of a page, 250 per request. The first listing
 * includes their texts, later ones only their versions.
 * @returns The members, named by their titles.
 * @throws `NOT_FOUND` if the space or the parent page does not exist.
 */
export async function list(config: ParsedConfig, wiki: Wiki, context: ListContext<ParsedConfig>): Promise<Listing> {
  const pages = await readAll(config, { withBody: context.previousList === undefined }, wiki, context);
  const members = pages.map((page) => ({ page, config: memberConfig(config, page) }));
  const withText = members.filter(({ page }) => page.body);
  const templates = await createTemplates(withText, wiki, context);
  const byId = new Map(withText.map(({ page }, index) => [page.id, templates[index]]));
  return members.map(({ page, config }): ListedPrompt<ParsedConfig> => {
    const template = byId.get(page.id);
    return {
      name: memberName(page.title),
      config,
      version: String(page.version),
      // If the page is faulty, loading the member reports the error.
      ...(template && !PromptError.isInstance(template) && { template }),
    };
  });
}

/** Reads all pages, without their texts if these are too large together. */
async function readAll(
  config: ParsedConfig,
  options: ReadOptions,
  wiki: Wiki,
  context: ListContext<ParsedConfig>,
): Promise<Page[]> {
  const { maxMembers = defaultMaxMembers } = context;
  const pages: Page[] = [];
  try {
    for await (const more of wiki.listPages(selectionOf(config), options, context)) {
      pages.push(...more);
      if (pages.length > maxMembers) break;
    }
  } catch (error) {
    const isTooLarge = options.withBody && PromptError.isInstance(error) && error.code === 'CONTENT_INVALID';
    if (!isTooLarge) throw error;
    return readAll(config, { withBody: false }, wiki, context);
  }
  return [...new Map(pages.map((page) => [page.id, page])).values()];
}

function selectionOf({ parentId, spaceKey = '', label }: ParsedConfig): Selection {
  return parentId === undefined ? { spaceKey, label } : { parentId: pageIdOf(parentId) };
}

function memberConfig({ parentId: _, label: __, ...config }: ParsedConfig, { id }: Page): ParsedConfig {
  return { ...config, pageId: id };
}
