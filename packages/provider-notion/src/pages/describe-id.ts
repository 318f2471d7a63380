import { type LoadContext, PromptError } from '@prompts/core';
import type { NotionClient } from '../client/notion-client.ts';

/** A description of the thing that an unexpected id belongs to. */
export interface IdDescription {
  /** `a database`, `a linked database`, `a data source` or `a page`. */
  readonly text: string;
  /** The config to use instead: `dataSourceId: '…' (Live)`. */
  readonly instead: string;
}

/** Sends the request of the SDK that retrieves something by its id. */
type Retrieve = Parameters<NotionClient['send']>[0];

interface DataSourceName {
  readonly id: string;
  readonly name?: string;
}

const linkedDatabase = { text: 'a linked database', instead: 'the data source of the original database' };

/** Describes an id that is not that of a page, but of a database or a data source. @returns undefined if it is neither. */
export async function describeNonPage(
  id: string,
  client: NotionClient,
  context: LoadContext,
): Promise<IdDescription | undefined> {
  const database = await describeDatabase(id, client, context);
  if (database) return database;
  const isDataSource = await exists(
    (notion, auth) => notion.dataSources.retrieve({ data_source_id: id, ...auth }),
    `data source ${id}`,
    client,
    context,
  );
  return isDataSource ? { text: 'a data source', instead: `dataSourceId: '${id}'` } : undefined;
}

/** Describes an id that is not that of a data source, but of a database or a page. @returns undefined if it is neither. */
export async function describeNonDataSource(
  id: string,
  client: NotionClient,
  context: LoadContext,
): Promise<IdDescription | undefined> {
  const database = await describeDatabase(id, client, context);
  if (database) return database;
  const isPage = await exists(
    (notion, auth) => notion.pages.retrieve({ page_id: id, ...auth }),
    `page ${id}`,
    client,
    context,
  );
  return isPage ? { text: 'a page', instead: `pageId: '${id}' in a separate entry` } : undefined;
}

async function describeDatabase(
  id: string,
  client: NotionClient,
  context: LoadContext,
): Promise<IdDescription | undefined> {
  try {
    const database = await client.send(
      (notion, auth) => notion.databases.retrieve({ database_id: id, ...auth }),
      `database ${id}`,
      context,
    );
    if (!('data_sources' in database) || !Array.isArray(database.data_sources)) return undefined;
    return database.data_sources.length === 0
      ? linkedDatabase
      : { text: 'a database', instead: database.data_sources.map(formatDataSource).join(' or ') };
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
    return /linked|does not contain any data sources/i.test(error.message) ? linkedDatabase : undefined;
  }
}

async function exists(retrieve: Retrieve, what: string, client: NotionClient, context: LoadContext): Promise<boolean> {
  try {
    await client.send(retrieve, what, context);
    return true;
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
    return false;
  }
}

function formatDataSource({ id, name }: DataSourceName): string {
  return `dataSourceId: '${id}'${name ? ` (${name})` : ''}`;
}
