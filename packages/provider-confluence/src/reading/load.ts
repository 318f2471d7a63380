import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { notFound } from '../client/http-failure.ts';
import type { ParsedConfig } from '../config-schema.ts';
import { pageIdOf } from '../page-reference.ts';
import type { Page, ReadOptions, Wiki } from '../wiki/wiki.ts';
import { checkPage } from './check-page.ts';
import { createTemplates } from './create-templates.ts';

/**
 * Loads one page with one request.
 * @throws `NOT_FOUND`; `CONFIG_INVALID` if the id is not that of a page, or the page is in another space; `CONTENT_INVALID` if the page
 * can't be converted.
 */
export async function load(config: ParsedConfig, wiki: Wiki, context: LoadContext): Promise<PromptTemplate> {
  const page = await readPage(config, { withBody: true }, wiki, context);
  const [template] = await createTemplates([{ page, config }], wiki, context);
  if (template === undefined || PromptError.isInstance(template)) throw template;
  return template;
}

/**
 * Requests the version of a page, and loads the page only if the version differs from that of the previous template.
 * @returns The previous template object if nothing changed.
 */
export async function refresh(config: ParsedConfig, wiki: Wiki, context: LoadContext): Promise<PromptTemplate> {
  const { previous } = context;
  if (previous === undefined) return load(config, wiki, context);
  const { id, version } = await readPage(config, { withBody: false }, wiki, context);
  const isSame = previous.version === String(version) && (previous.metadata?.pageId ?? id) === id;
  return isSame ? previous : load(config, wiki, context);
}

/**
 * Reads the page of a config, and checks that it may be served.
 * @throws The same errors as {@link load}.
 */
export async function readPage(
  config: ParsedConfig,
  options: ReadOptions,
  wiki: Wiki,
  context: LoadContext,
): Promise<Page> {
  const page = await findPage(config, options, wiki, context);
  const fault = await checkPage(page, config, wiki, context);
  if (fault) throw fault;
  return page;
}

async function findPage(config: ParsedConfig, options: ReadOptions, wiki: Wiki, context: LoadContext): Promise<Page> {
  const { pageId, spaceKey = '', title = '', version } = config;
  if (pageId !== undefined) return wiki.readPage(pageIdOf(pageId), { ...options, version }, context);
  const isCurrent = version === undefined;
  const page = await wiki.findPage(spaceKey, title, isCurrent ? options : { withBody: false }, context);
  if (page === undefined) throw notFound(`page '${title}' in space ${spaceKey}`);
  return isCurrent ? page : wiki.readPage(page.id, { ...options, version }, context);
}
