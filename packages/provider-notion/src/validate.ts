import { type LoadContext, PromptError } from '@prompts/core';
import { isCollection, type ParsedConfig } from './config-schema.ts';
import { createConditions, editedSince } from './data-sources/create-filter.ts';
import { queryRows } from './data-sources/query-rows.ts';
import { columnType, readColumns } from './data-sources/read-data-source.ts';
import { notionError } from './notion-error.ts';
import { readPage } from './pages/read-page.ts';
import type { Workspace } from './workspace.ts';

/**
 * Checks that the page or the data source can be read. Sends one request for a page and two for a data source.
 * @throws `AUTH_FAILED`; `FORBIDDEN` if the page is not shared with the integration, or the capability 'Read content' is missing.
 */
export async function validate(config: ParsedConfig, { client }: Workspace, context: LoadContext): Promise<true> {
  try {
    if (!isCollection(config)) {
      const page = await readPage(config.pageId, client, context);
      if (config.property !== undefined)
        columnType(config.property, new Map(Object.entries(page.properties).map(([name, { type }]) => [name, type])));
      return true;
    }
    const { dataSourceId, filter = {}, name, property } = config;
    const columns = await readColumns(dataSourceId, client, context);
    for (const column of [name, property]) if (column !== undefined) columnType(column, columns);
    const conditions = createConditions(filter, columns);
    // This query only checks the permission and the filter: no row was edited in the future.
    await queryRows(
      dataSourceId,
      { filter: { and: [...conditions, editedSince(client.markTime()() + 86_400_000)] } as never },
      client,
      context,
    );
    return true;
  } catch (error) {
    if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
    throw notionError('FORBIDDEN', error.message);
  }
}
