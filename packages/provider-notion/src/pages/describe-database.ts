import { type LoadContext, PromptError } from '@prompts/core';
import type { NotionClient } from '../client/notion-client.ts';

/** What an id is that is not the expected one. */
export interface DatabaseDescription {
  /** `the database 'Prompts'`, `a linked database` or `the data source 'Live'`. */
  readonly text: string;
  /** What to write instead: `dataSourceId: '…' ('Live')`. */
  readonly dataSources: string;
}

interface DataSourceName {
  readonly id: string;
  readonly name?: string;
}

/** Looks up whether an id is that of a database or a data source. @returns undefined if it is neither. */
export async function describeDatabase(
  id: string,
  client: NotionClient,
  context: LoadContext,
): Promise<DatabaseDescription | undefined> {
  try {
    const database = await client.send(
      (notion, auth) => notion.databases.retrieve({ database_id: id, ...auth }),
      `database ${id}`,
      context,
    );
    if (!('data_sources' in database) || !Array.isArray(database.data_sources)) return undefined;
    return database.data_sources.length === 0
      ? { text: 'a linked database', dataSources: 'the data source of the original database' }
      : { text: 'a database', dataSources: database.data_sources.map(formatDataSource).join(' or ') };
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
    if (/linked|does not contain any data sources/i.test(error.message)) {
      return { text: 'a linked database', dataSources: 'the data source of the original database' };
    }
    return undefined;
  }
}

function formatDataSource({ id, name }: DataSourceName): string {
  return `dataSourceId: '${id}'${name ? ` (${name})` : ''}`;
}
