import { type ListContext, type ListedPrompt, PromptError } from '@prompts/core';
import { memberName } from '@prompts/markup-kit';
import type { CollectionConfig, PageConfig, ParsedConfig } from '../config-schema.ts';
import { allOf, createConditions, type Filter } from '../data-sources/create-filter.ts';
import { queryRows } from '../data-sources/query-rows.ts';
import { columnType, readColumns } from '../data-sources/read-data-source.ts';
import { isPartial } from '../pages/complete-properties.ts';
import { isSettled, titleOf } from '../pages/page-metadata.ts';
import { propertyValue } from '../pages/property-value.ts';
import type { Page } from '../pages/read-page.ts';
import type { Workspace } from '../workspace.ts';
import { findChanges, maxIncrementalMs } from './find-changes.ts';
import { readTemplate } from './load.ts';

type Listing = readonly ListedPrompt<ParsedConfig>[];

/** The rows and the conditions from which a listing was created. */
interface ListingState {
  readonly rows: ReadonlyMap<string, Page>;
  readonly conditions: readonly Filter[];
  /** When the rows were queried, in epoch ms of Notion's clock. */
  readonly queriedAt: number;
  /** When all rows were last queried, in epoch ms of Notion's clock. */
  readonly completeAt: number;
}

const states = new WeakMap<Listing, ListingState>();

/**
 * Lists the rows of a data source. The first time, and every 15 minutes, one request per 100 rows is sent; otherwise, only edited
 * rows are requested.
 * @returns The members, named after their titles or the property `name`; the previous listing object if nothing changed.
 */
export async function list(
  config: CollectionConfig,
  workspace: Workspace,
  context: ListContext<ParsedConfig>,
): Promise<Listing> {
  const { previousList } = context;
  const previous = previousList && states.get(previousList);
  const changed = previous && (await updateState(previous, config, workspace, context));
  const state = changed?.state ?? (await readState(config, workspace, context));
  const edited = findEdited(state.rows.values(), previous, state.queriedAt);
  if (previousList && changed?.isSame) {
    states.set(previousList, state);
    return previousList;
  }
  const listing = await Promise.all(
    Array.from(state.rows.values(), (row) =>
      toMember(row, { config, queriedAt: state.queriedAt, isNew: edited.has(row.id) }, workspace, context),
    ),
  );
  states.set(listing, state);
  return listing;
}

async function readState(
  config: CollectionConfig,
  { client }: Workspace,
  context: ListContext<ParsedConfig>,
): Promise<ListingState> {
  const { dataSourceId, filter = {}, name, property } = config;
  const getQueriedAt = client.markTime();
  const columns = await readColumns(dataSourceId, client, context);
  if (name !== undefined) columnType(name, columns);
  if (property !== undefined) columnType(property, columns);
  const conditions = createConditions(filter, columns);
  const query = { filter: allOf(conditions), maxRows: context.maxMembers };
  const rows = await queryRows(dataSourceId, query, client, context);
  const queriedAt = getQueriedAt();
  return { rows: new Map(rows.map((row) => [row.id, row])), conditions, queriedAt, completeAt: queriedAt };
}

/** Updates the state with the rows that were edited. @returns undefined if all rows must be queried. */
async function updateState(
  previous: ListingState,
  { dataSourceId }: CollectionConfig,
  { client }: Workspace,
  context: ListContext<ParsedConfig>,
) {
  const getQueriedAt = client.markTime();
  if (getQueriedAt() - previous.completeAt > maxIncrementalMs) return undefined;
  const { conditions, queriedAt: since } = previous;
  try {
    const { matching, touched } = await findChanges(dataSourceId, { since, conditions }, client, context);
    const queriedAt = getQueriedAt();
    const rows = new Map(previous.rows);
    for (const id of touched) rows.delete(id);
    for (const row of matching) rows.set(row.id, row);
    const edited = findEdited(matching, previous, queriedAt);
    const isSame = edited.size === 0 && rows.size === previous.rows.size;
    return { state: { ...previous, rows, queriedAt }, isSame };
  } catch (error) {
    // A property of the filter may have been renamed, or the server may not support queries for rows in the trash.
    if (PromptError.isInstance(error) && error.code === 'CONFIG_INVALID') return undefined;
    throw error;
  }
}

/** Returns the ids of the rows that differ from those in the previous listing. */
function findEdited(rows: Iterable<Page>, previous: ListingState | undefined, queriedAt: number): Set<string> {
  const edited = new Set<string>();
  for (const row of rows) {
    const known = previous?.rows.get(row.id);
    if (!previous || !known || versionOf(known, previous.queriedAt) !== versionOf(row, queriedAt)) edited.add(row.id);
  }
  return edited;
}

/** Returns the version of a row. While further edits may have the same time, each minute is a new version. */
function versionOf({ last_edited_time: editedAt }: Page, queriedAt: number): string {
  return isSettled(editedAt, queriedAt) ? editedAt : `${editedAt} ${new Date(queriedAt).toISOString().slice(0, 16)}`;
}

async function toMember(
  row: Page,
  {
    config,
    queriedAt,
    isNew,
  }: { readonly config: CollectionConfig; readonly queriedAt: number; readonly isNew: boolean },
  workspace: Workspace,
  context: ListContext<ParsedConfig>,
): Promise<ListedPrompt<ParsedConfig>> {
  const { dataSourceId: _, name, filter: __, ...common } = config;
  const member: PageConfig = { ...common, pageId: row.id };
  const property = name === undefined ? undefined : row.properties[name];
  const title = property ? String(propertyValue(property) ?? '') : titleOf(row);
  // The row contains the text.
  const hasText = isNew && config.property !== undefined && !Object.values(row.properties).some(isPartial);
  if (isNew && config.property === undefined) workspace.listedRows.set(row.id, row);
  return {
    name: memberName(title),
    config: member,
    version: versionOf(row, queriedAt),
    ...(hasText && (await tryTemplate(row, member, workspace, context))),
  };
}

/** Creates the template of a row. If that fails, the row is listed without it, and loading the member reports the error. */
async function tryTemplate(row: Page, member: PageConfig, workspace: Workspace, context: ListContext<ParsedConfig>) {
  try {
    return { template: await readTemplate(row, member, workspace, context) };
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
    return {};
  }
}
