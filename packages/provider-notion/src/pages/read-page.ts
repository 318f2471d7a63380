import type { PageObjectResponse } from '@notionhq/client';
import { type LoadContext, PromptError } from '@prompts/core';
import { invalidResponse } from '../client/errors.ts';
import type { NotionClient } from '../client/notion-client.ts';
import { notionError } from '../notion-error.ts';
import { describeNonPage } from './describe-id.ts';

/** A page or a row, without its text. */
export type Page = PageObjectResponse;

/**
 * Reads a page's title, properties and dates. Sends one request, and more only to describe an id that is not that of a page.
 * @throws `NOT_FOUND` for a page that is in the trash, or not shared with the integration; `CONFIG_INVALID` for the id of a
 * database or a data source.
 */
export async function readPage(pageId: string, client: NotionClient, context: LoadContext): Promise<Page> {
  const what = `page ${pageId}`;
  try {
    const page = await client.send(
      (notion, auth) => notion.pages.retrieve({ page_id: pageId, ...auth }),
      what,
      context,
    );
    return checkPage(page, what);
  } catch (error) {
    if (!PromptError.isInstance(error) || !['NOT_FOUND', 'CONFIG_INVALID'].includes(error.code)) throw error;
    const description = await describeNonPage(pageId, client, context);
    if (description === undefined) throw error;
    throw notionError(
      'CONFIG_INVALID',
      `${pageId} is ${description.text}, not a page: use the id of one of its rows, or a collection with ${description.instead}`,
    );
  }
}

/** Checks a response. @throws `NOT_FOUND` for a page in the trash, `CONTENT_INVALID` for a response that Notion would not send. */
function checkPage(page: unknown, what: string): Page {
  const {
    object,
    properties,
    last_edited_time: editedAt,
    in_trash: isInTrash,
    archived,
  } = (page ?? {}) as Partial<Page>;
  if (object !== 'page' || !properties || typeof properties !== 'object' || Number.isNaN(Date.parse(editedAt ?? ''))) {
    throw invalidResponse(what, 'does not describe a page');
  }
  if (isInTrash || archived)
    throw notionError('NOT_FOUND', `${what} is in the trash: restore it in Notion, or remove the entry`);
  return withProperties(page as Page);
}

/** Drops malformed properties, so that the others can be read. */
export function withProperties(page: Page): Page {
  const described = Object.entries(page.properties).filter(([, property]) => typeof property?.type === 'string');
  return { ...page, properties: Object.fromEntries(described) };
}
