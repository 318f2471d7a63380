import type { LoadContext } from '@prompts/core';
import { invalidResponse } from '../client/errors.ts';
import type { NotionClient } from '../client/notion-client.ts';
import { readCursors } from '../client/read-cursors.ts';
import { notionError } from '../notion-error.ts';
import type { Page } from './read-page.ts';

/** A response contains at most 25 items of a property: https://developers.notion.com/reference/retrieve-a-page-property */
const maxItemsInPage = 25;
const maxItems = 10_000;

type Property = Page['properties'][string];
type Item = Record<string, unknown>;

/**
 * Reads the rest of properties of which a page contains only the beginning: relations, people and texts with many mentions. Sends one
 * request per 100 items of such a property; most pages have none.
 */
export async function completeProperties(page: Page, client: NotionClient, context: LoadContext): Promise<Page> {
  const entries = Object.entries(page.properties);
  if (!entries.some(([, property]) => isPartial(property))) return page;
  const completed = await Promise.all(
    entries.map(async ([name, property]): Promise<[string, Property]> => {
      if (!isPartial(property)) return [name, property];
      const items = await readItems(page.id, property.id, `property '${name}' of page ${page.id}`, client, context);
      return [name, { ...property, [property.type]: items, has_more: false } as unknown as Property];
    }),
  );
  return { ...page, properties: Object.fromEntries(completed) };
}

/** Returns whether a page contains only the beginning of a property. */
export function isPartial(property: Property): boolean {
  const items = (property as unknown as Item)[property.type];
  if (!Array.isArray(items)) return false;
  if ('has_more' in property) return property.has_more === true;
  const references = items.filter((item?: { type?: string } | null) => item?.type !== 'text');
  return ['rich_text', 'title', 'people'].includes(property.type) && references.length >= maxItemsInPage;
}

async function readItems(
  pageId: string,
  propertyId: string,
  what: string,
  client: NotionClient,
  context: LoadContext,
): Promise<unknown[]> {
  const items: unknown[] = [];
  const nextCursor = readCursors(what);
  let cursor: string | undefined;
  do {
    const response = await client.send(
      (notion, auth) =>
        notion.pages.properties.retrieve({
          page_id: pageId,
          property_id: propertyId,
          page_size: 100,
          ...(cursor !== undefined && { start_cursor: cursor }),
          ...auth,
        }),
      what,
      context,
    );
    if (response.object !== 'list' || !Array.isArray(response.results)) throw invalidResponse(what, 'is not a list');
    items.push(...response.results.map((item) => (item as Item)[item.type]));
    if (items.length > maxItems)
      throw notionError('CONTENT_INVALID', `${what} has more than ${maxItems} items: remove some of them`);
    cursor = nextCursor(response);
  } while (cursor !== undefined);
  return items;
}
