import { type KnownVersion, type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { PageConfig } from '../config-schema.ts';
import type { PageMetadata } from '../pages/page-metadata.ts';
import { readPage } from '../pages/read-page.ts';
import type { Workspace } from '../workspace.ts';
import { findChanges } from './find-changes.ts';
import { isCurrent } from './load.ts';

/** What is not answered by then counts as changed. Less than the time limit of a call. */
const timeoutSeconds = 60;
const maxConcurrentRequests = 16;
/** Up to this number of rows, a request for each is cheaper than the queries. */
const fewRows = 2;

type Entry = KnownVersion<PageConfig>;

/** When a template was last known to be the current text, in epoch ms of Notion's clock. */
const confirmedAt = new WeakMap<PromptTemplate, number>();

/**
 * Finds the pages that were edited or removed. Sends two requests for all rows of a data source, and one for each other page.
 * @returns The indexes of the entries that changed, or could not be checked.
 * @throws If nothing could be checked.
 */
export async function changedSince(
  entries: readonly Entry[],
  workspace: Workspace,
  context: LoadContext,
): Promise<number[]> {
  const groups = [...Map.groupBy(entries.keys(), (index) => dataSourceOf(entries[index] as Entry)).entries()];
  const failures: unknown[] = [];
  const changed = await Promise.all(
    groups.map(async ([dataSourceId, indexes]) => {
      const group = indexes.map((index) => entries[index] as Entry);
      const options = { provider: 'notion', what: 'Notion', timeoutSeconds };
      try {
        return await withPartTimeout(context, options, async (part) => {
          const found = await findChanged(dataSourceId, group, workspace, part);
          return indexes.filter((_, position) => found.has(position));
        });
      } catch (error) {
        context.signal.throwIfAborted();
        failures.push(error);
        return indexes;
      }
    }),
  );
  if (failures.length === groups.length && groups.length > 0) throw failures[0];
  return changed.flat();
}

/** @returns The positions in the group. */
async function findChanged(
  dataSourceId: string | undefined,
  group: readonly Entry[],
  workspace: Workspace,
  context: LoadContext,
): Promise<Set<number>> {
  if (dataSourceId !== undefined && group.length > fewRows) {
    try {
      return await findChangedRows(dataSourceId, group, workspace, context);
    } catch (error) {
      // A row may be shared without its data source.
      if (!PromptError.isInstance(error) || !['NOT_FOUND', 'FORBIDDEN', 'CONFIG_INVALID'].includes(error.code))
        throw error;
    }
  }
  const changed = await mapBounded(group, maxConcurrentRequests, (entry) => hasChanged(entry, workspace, context));
  return new Set(changed.flatMap((isChanged, position) => (isChanged ? [position] : [])));
}

async function findChangedRows(
  dataSourceId: string,
  group: readonly Entry[],
  { client }: Workspace,
  context: LoadContext,
): Promise<Set<number>> {
  const getQueriedAt = client.markTime();
  const times = group.map(({ template }) => confirmedAt.get(template) ?? updatedAt(template));
  const since = times.reduce((oldest, time) => Math.min(oldest, time));
  const { matching, touched } = await findChanges(dataSourceId, { since }, client, context);
  const queriedAt = getQueriedAt();
  const rows = new Map(matching.map((row) => [row.id, row]));
  const changed = new Set<number>();
  for (const [position, { config, template }] of group.entries()) {
    const row = rows.get(config.pageId);
    const isSame = row ? isCurrent(template, row) : !touched.has(config.pageId);
    if (isSame) confirmedAt.set(template, queriedAt);
    else changed.add(position);
  }
  return changed;
}

async function hasChanged({ config, template }: Entry, { client }: Workspace, context: LoadContext): Promise<boolean> {
  try {
    return !isCurrent(template, await readPage(config.pageId, client, context));
  } catch (error) {
    // Loading it reports the error.
    if (PromptError.isInstance(error) && error.code === 'NOT_FOUND') return true;
    throw error;
  }
}

function dataSourceOf({ template }: Entry): string | undefined {
  return (template.metadata as Partial<PageMetadata> | undefined)?.dataSourceId;
}

/** @returns The time of the last edit in epoch ms; 0 if it is not known. */
function updatedAt({ metadata }: PromptTemplate): number {
  return Date.parse((metadata as Partial<PageMetadata> | undefined)?.updatedAt ?? '') || 0;
}
