import type { LoadContext } from '@prompts/core';
import type { NotionClient } from '../client/notion-client.ts';
import { allOf, editedSince, type Filter } from '../data-sources/create-filter.ts';
import { queryRows } from '../data-sources/query-rows.ts';
import type { Page } from '../pages/read-page.ts';

/** Longer than the rounding of edit times, so that no edit falls between two queries. */
const overlapMs = 3 * 60 * 1000;

/** After this time, all rows are queried. Incremental queries do not report a row that was moved to another data source, or is no longer shared. */
export const maxIncrementalMs = 15 * 60 * 1000;

/** The changes to the rows of a data source. */
export interface RowChanges {
  /** The rows that were edited and meet the conditions. */
  readonly matching: readonly Page[];
  /** The ids of the rows that were edited or moved to the trash. */
  readonly touched: ReadonlySet<string>;
}

/**
 * Queries the rows that were edited since a time, or up to three minutes before it. Sends two requests, or three with conditions, if
 * there are at most 100.
 * @param since In epoch ms of Notion's clock.
 */
export async function findChanges(
  dataSourceId: string,
  { since, conditions = [] }: { readonly since: number; readonly conditions?: readonly Filter[] },
  client: NotionClient,
  context: LoadContext,
): Promise<RowChanges> {
  const edited = editedSince(since - overlapMs);
  const query = (filter: Filter | undefined, isInTrash = false) =>
    queryRows(dataSourceId, { filter, isInTrash }, client, context);
  const [matching, all, trashed] = await Promise.all([
    query(allOf([...conditions, edited])),
    conditions.length === 0 ? [] : query(edited),
    query(edited, true),
  ]);
  return { matching, touched: new Set([...matching, ...all, ...trashed].map(({ id }) => id)) };
}
