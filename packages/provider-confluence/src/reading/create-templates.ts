import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { inChunks } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { confluenceError } from '../confluence-error.ts';
import { type ConvertedPage, convertPage } from '../text/convert-page.ts';
import { maxPagesPerRequest, type Page, type ReadContext, type Wiki } from '../wiki/wiki.ts';

/** A page that was read for a config. */
export interface ReadPage {
  readonly page: Page;
  readonly config: ParsedConfig;
}

interface References {
  readonly names: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, string>;
}

const noReferences: References = { names: new Map(), titles: new Map() };

/**
 * Creates the templates of pages. The version of a template is the page's version number, which changes exactly when the page does. If
 * texts refer to people or pages only by id, the names and titles are requested for all texts together.
 * @returns One result per page, in order; an error for a page that can't be converted.
 */
export async function createTemplates(
  pages: readonly ReadPage[],
  wiki: Wiki,
  context: LoadContext,
): Promise<(PromptTemplate | PromptError)[]> {
  const first = await Promise.all(pages.map((read) => convert(read, noReferences)));
  const needed = first.filter((text): text is ConvertedPage => !PromptError.isInstance(text));
  const references = await readReferences(needed, wiki, context);
  return Promise.all(
    pages.map(async (read, index) => {
      const text = first[index] as NonNullable<(typeof first)[number]>;
      if (PromptError.isInstance(text)) return text;
      const isComplete = text.unnamedPeople.length + text.untitledPages.length === 0;
      const complete = isComplete ? text : await convert(read, references);
      return PromptError.isInstance(complete) ? complete : toTemplate(read.page, complete);
    }),
  );
}

async function convert({ page, config }: ReadPage, references: References): Promise<ConvertedPage | PromptError> {
  const { id: pageId, siteUrl, spaceKey, body } = page;
  if (body === undefined) {
    return confluenceError('CONTENT_INVALID', `the API returned no text for page ${pageId}`);
  }
  const { extract, variables } = config;
  try {
    return await convertPage(body, { facts: { siteUrl, pageId, spaceKey }, extract, variables, ...references });
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
    return confluenceError(error.code, `page ${pageId} '${page.title}': ${error.message}`);
  }
}

/** Reads names and titles. One that can't be read is missing from the text, but does not make the page fail. */
async function readReferences(
  texts: readonly ConvertedPage[],
  wiki: Wiki,
  context: ReadContext & Pick<LoadContext, 'logger'>,
): Promise<References> {
  const people = [...new Set(texts.flatMap(({ unnamedPeople }) => unnamedPeople))];
  const pages = [...new Set(texts.flatMap(({ untitledPages }) => untitledPages))];
  const read = async <Item>(ids: readonly string[], request: (chunk: readonly string[]) => Promise<Iterable<Item>>) => {
    const found: Item[] = [];
    for (const chunk of inChunks(ids, maxPagesPerRequest)) {
      try {
        found.push(...(await request(chunk)));
      } catch (error) {
        context.signal.throwIfAborted();
        if (!PromptError.isInstance(error)) throw error;
        context.logger.debug(`@prompts: names that Confluence pages refer to could not be read: ${error.message}`);
      }
    }
    return found;
  };
  const [names, titled] = await Promise.all([
    read(people, (chunk) => wiki.readNames(chunk, context)),
    read(pages, (chunk) => wiki.readPages(chunk, { withBody: false }, context)),
  ]);
  return { names: new Map(names), titles: new Map(titled.map(({ id, title }) => [id, title])) };
}

function toTemplate(page: Page, { markdown, unnamedPeople, ...text }: ConvertedPage): PromptTemplate {
  const { id: pageId, title, spaceKey, version, updatedAt, author, authorId, message, uri } = page;
  const unsupported = unnamedPeople.length === 0 ? text.unsupported : [...text.unsupported, 'mention'];
  const metadata = {
    title,
    pageId,
    spaceKey,
    author,
    authorId,
    updatedAt,
    message,
    ...(unsupported.length > 0 && { unsupported }),
  };
  return {
    content: markdown,
    version: String(version),
    uri,
    metadata: Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined)),
  };
}
