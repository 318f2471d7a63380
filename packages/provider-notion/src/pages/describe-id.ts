import { type LoadContext, PromptError } from '@prompts/core';
import type { NotionClient } from '../client/notion-client.ts';

/** What an id is that is not the expected one. */
export interface IdDescription {
  /** `a database`, `a linked database`, `a data source` or `a page`. */
  readonly text: string;
  /** What to write instead: `dataSourceId: '…' (Live)`. */
  readonly instead: string;
}

/** Sends the request of the SDK that retrieves something by its id. */
type Retrieve = Parameters<NotionClient['send']>[0];

interface DataSourceName {
  readonly id: string;
  readonly name?: string;
}

const linkedDatabase = { text: 'a linked database', instead: 'the data source of the original database' };

/** Describes what is not a page: a database or a data source. @returns undefined if it is neither. */
export async function describeNoPage(
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

/** Describes what is not a data source: a database or a page. @returns undefined if it is neither. */
export async function describeNoDataSource(
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
  return isPage ? { text: 'a page', instead: `pageId: '${id}' in an entry of its own` } : undefined;
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
