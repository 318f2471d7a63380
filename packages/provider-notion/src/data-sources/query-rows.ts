import type { LoadContext } from '@prompts/core';
import { invalidResponse } from '../client/errors.ts';
import type { NotionClient } from '../client/notion-client.ts';
import { readCursors } from '../client/read-cursors.ts';
import { notionError } from '../notion-error.ts';
import { type Page, withProperties } from '../pages/read-page.ts';
import type { Filter } from './create-filter.ts';

/** The maximum number of rows that a query returns: https://developers.notion.com/reference/query-a-data-source */
const maxRows = 10_000;

/** The rows to query. */
export interface RowQuery {
  readonly filter?: Filter | undefined;
  /** Whether to query only rows in the trash. Default: only rows that are not in the trash. */
  readonly isInTrash?: boolean;
  /** The maximum number of rows. More are refused. Default: 10,000. */
  readonly maxRows?: number | undefined;
}

/**
 * Queries the rows of a data source, oldest first. Sends one request per 100 rows.
 * @throws `CONTENT_INVALID` if there are too many.
 */
export async function queryRows(
  dataSourceId: string,
  { filter, isInTrash = false, maxRows: limit = maxRows }: RowQuery,
  client: NotionClient,
  context: LoadContext,
): Promise<Page[]> {
  const what = `the rows of data source ${dataSourceId}`;
  const rows = new Map<string, Page>();
  const nextCursor = readCursors(what);
  let cursor: string | undefined;
  do {
    const response = await client.send(
      (notion, auth) =>
        notion.dataSources.query({
          data_source_id: dataSourceId,
          page_size: 100,
          // In an order that edits change, rows could be skipped.
          sorts: [{ timestamp: 'created_time', direction: 'ascending' }],
          ...(filter && { filter }),
          ...(isInTrash && { in_trash: true }),
          ...(cursor !== undefined && { start_cursor: cursor }),
          ...auth,
        }),
      what,
      context,
    );
    if (!Array.isArray(response.results)) throw invalidResponse(what, 'is not a list');
    for (const row of response.results) if (isRow(row)) rows.set(row.id, withProperties(row));
    if (rows.size > limit || response.request_status?.type === 'incomplete') {
      throw notionError(
        'CONTENT_INVALID',
        `data source ${dataSourceId} has more than ${Math.min(limit, maxRows)} rows: add a filter`,
      );
    }
    cursor = nextCursor(response);
  } while (cursor !== undefined);
  return [...rows.values()];
}

function isRow(row: unknown): row is Page {
  const { object, properties, last_edited_time: editedAt } = (row ?? {}) as Partial<Page>;
  return object === 'page' && properties instanceof Object && !Number.isNaN(Date.parse(editedAt ?? ''));
}
