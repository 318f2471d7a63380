import { type KnownVersion, type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { PageConfig } from '../config-schema.ts';
import { queryRows } from '../data-sources/query-rows.ts';
import type { PageMetadata } from '../pages/page-metadata.ts';
import { readPage } from '../pages/read-page.ts';
import type { Workspace } from '../workspace.ts';
import { findChanges, maxIncrementalMs } from './find-changes.ts';
import { isCurrent } from './load.ts';

/** Pages that are not checked by then count as changed. Less than the time limit of a call. */
const timeoutSeconds = 60;
const maxConcurrentRequests = 16;
/** Up to this number of rows, a request for each is cheaper than the queries. */
const maxSingleRows = 2;

type Entry = KnownVersion<PageConfig>;

/** When the row of a template was last checked, in epoch ms of Notion's clock. */
const checkedAt = new WeakMap<PromptTemplate, number>();

/** Templates that are no longer current. They count as changed until a new one is loaded. */
const outdated = new WeakSet<PromptTemplate>();

/** Whether a page changed, or the error if it could not be checked. */
type Outcome = boolean | PromptError;

/**
 * Finds the pages that were edited or removed. Sends two requests for all rows of a data source, and one for each other page. Every 15
 * minutes, all rows are queried to find those that are missing.
 * @returns The indexes of the entries that changed, or could not be checked.
 * @throws The error of the first entry if no entry could be checked.
 */
export async function changedSince(
  entries: readonly Entry[],
  workspace: Workspace,
  context: LoadContext,
): Promise<number[]> {
  const groups = Map.groupBy(entries.keys(), (index) => dataSourceOf(entries[index] as Entry));
  const outcomes: Outcome[] = [];
  await Promise.all(
    Array.from(groups, async ([dataSourceId, indexes]) => {
      const group = indexes.map((index) => entries[index] as Entry);
      const options = { provider: 'notion', what: 'Notion', timeoutSeconds };
      const found = await withPartTimeout(context, options, (part) => checkGroup(dataSourceId, group, workspace, part));
      for (const [position, index] of indexes.entries()) outcomes[index] = found[position] as Outcome;
    }),
  );
  context.signal.throwIfAborted();
  if (outcomes.length > 0 && outcomes.every((outcome) => PromptError.isInstance(outcome))) throw outcomes[0];
  return outcomes.flatMap((outcome, index) => (outcome === false ? [] : [index]));
}

async function checkGroup(
  dataSourceId: string | undefined,
  group: readonly Entry[],
  workspace: Workspace,
  context: LoadContext,
): Promise<Outcome[]> {
  if (dataSourceId !== undefined && group.length > maxSingleRows) {
    try {
      await findChangedRows(dataSourceId, group, workspace, context);
      await findMissingRows(dataSourceId, group, workspace, context);
      return group.map(({ template }) => outdated.has(template));
    } catch (error) {
      if (!PromptError.isInstance(error)) throw error;
      // A row may be shared without its data source.
      if (!['NOT_FOUND', 'FORBIDDEN', 'CONFIG_INVALID'].includes(error.code)) return group.map(() => error);
    }
  }
  return mapBounded(group, maxConcurrentRequests, (entry) => hasChanged(entry, workspace, context));
}

/** Marks the templates whose rows were edited or moved to the trash. */
async function findChangedRows(
  dataSourceId: string,
  group: readonly Entry[],
  { client }: Workspace,
  context: LoadContext,
): Promise<void> {
  const getQueriedAt = client.markTime();
  const times = group.map(({ template }) => checkedAt.get(template) ?? updatedAt(template));
  const since = times.reduce((oldest, time) => Math.min(oldest, time));
  const { matching, touched } = await findChanges(dataSourceId, { since }, client, context);
  const rows = new Map(matching.map((row) => [row.id, row]));
  for (const { config, template } of group) {
    const row = rows.get(config.pageId);
    if (row ? !isCurrent(template, row) : touched.has(config.pageId)) outdated.add(template);
    checkedAt.set(template, getQueriedAt());
  }
}

/** Marks the templates whose rows are missing, at most every 15 minutes. A failed check is not repeated earlier. */
async function findMissingRows(
  dataSourceId: string,
  group: readonly Entry[],
  { client, completeAt }: Workspace,
  context: LoadContext,
): Promise<void> {
  const now = client.markTime()();
  const last = completeAt.get(dataSourceId);
  if (last !== undefined && now - last <= maxIncrementalMs) return;
  completeAt.set(dataSourceId, now);
  // On the first call, most templates have just been loaded.
  if (last === undefined) return;
  try {
    const rows = await queryRows(dataSourceId, {}, client, context);
    const present = new Set(rows.map(({ id }) => id));
    for (const { config, template } of group) if (!present.has(config.pageId)) outdated.add(template);
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
  }
}

async function hasChanged({ config, template }: Entry, { client }: Workspace, context: LoadContext): Promise<Outcome> {
  try {
    return !isCurrent(template, await readPage(config.pageId, client, context));
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
    // If the page does not exist, loading it reports that.
    return error.code === 'NOT_FOUND' || error;
  }
}

function dataSourceOf({ template }: Entry): string | undefined {
  return (template.metadata as Partial<PageMetadata> | undefined)?.dataSourceId;
}

/** Returns the time of the last edit in epoch ms; 0 if it is not known. */
function updatedAt({ metadata }: PromptTemplate): number {
  return Date.parse((metadata as Partial<PageMetadata> | undefined)?.updatedAt ?? '') || 0;
}
