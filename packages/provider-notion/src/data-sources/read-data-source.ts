import { type LoadContext, PromptError } from '@prompts/core';
import { invalidResponse, isUnknownEndpoint } from '../client/errors.ts';
import type { NotionClient } from '../client/notion-client.ts';
import { notionError } from '../notion-error.ts';
import { describeNonDataSource } from '../pages/describe-id.ts';

/** The columns of a data source: the types of its properties by their names. */
export type Columns = ReadonlyMap<string, string>;

/**
 * Reads the columns of a data source.
 * @throws `CONFIG_INVALID` for the id of a page, or of a database, whose data sources it names; `NOT_FOUND`.
 */
export async function readColumns(dataSourceId: string, client: NotionClient, context: LoadContext): Promise<Columns> {
  const what = `data source ${dataSourceId}`;
  try {
    const response = await client.send(
      (notion, auth) => notion.dataSources.retrieve({ data_source_id: dataSourceId, ...auth }),
      what,
      context,
    );
    const { properties } = response as { properties?: Record<string, { type: string }> };
    if (!properties || typeof properties !== 'object') throw invalidResponse(what, 'does not describe a data source');
    return new Map(Object.entries(properties).map(([name, { type }]) => [name, type]));
  } catch (error) {
    if (!PromptError.isInstance(error) || !['NOT_FOUND', 'CONFIG_INVALID'].includes(error.code)) throw error;
    if (isUnknownEndpoint(error)) throw error;
    const description = await describeNonDataSource(dataSourceId, client, context);
    if (description === undefined) throw error;
    const { text, instead } = description;
    throw notionError('CONFIG_INVALID', `${dataSourceId} is ${text}, not a data source: use ${instead}`);
  }
}

/** Returns the type of a property. @throws `CONFIG_INVALID` if it does not exist, naming those that do. */
export function columnType(name: string, columns: Columns): string {
  const type = columns.get(name);
  if (type !== undefined) return type;
  const names = [...columns.keys()].join(', ');
  throw notionError('CONFIG_INVALID', `the data source has no property '${name}': it has ${names}`);
}
