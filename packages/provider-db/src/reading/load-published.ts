import type { PromptError, PromptTemplate } from '@prompts/core';
import { toDisplayUrl } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { problem } from '../errors/problem.ts';
import { latestLabel, tables } from '../history/tables.ts';
import { catchPromptError } from './catch-prompt-error.ts';
import { parseMetadataColumn, parseText, selectText, type TextRow } from './column-values.ts';
import { type FoundVersion, findPublished, type VersionRequest } from './find-published.ts';
import { stateOfVersion } from './version-state.ts';

/** A published version with its text. */
export interface PublishedRow extends TextRow {
  readonly prompt: string;
  readonly version: number;
  readonly label: string | null;
  readonly author: string | null;
  readonly message: string | null;
  readonly created_at: string;
  readonly deprecated_at: string | null;
}

/** The columns of a {@link PublishedRow} that `findPublished` does not select by itself. */
export const publishedColumns = ['v.metadata', 'v.author', 'v.message', 'v.created_at', 'p.deprecated_at'];

/**
 * Loads prompts with one query, and a second one if any is missing.
 * @returns One result per request, in order.
 */
export async function loadPublished(
  requests: readonly VersionRequest[],
  knex: Knex,
): Promise<(PromptTemplate | PromptError)[]> {
  const rows: (FoundVersion & PublishedRow)[] = await findPublished(requests, publishedColumns, knex).select(
    selectText('v.content', knex),
  );
  const databaseUrl = toDisplayUrl(knex);
  const results: (PromptTemplate | PromptError)[] = [];
  const missing: FoundVersion[] = [];
  for (const row of rows) {
    if (row.version === null) missing.push(row);
    else results[row.request_index] = catchPromptError(() => toTemplate(row, databaseUrl));
  }
  const labels = await findLabels(missing, knex);
  for (const found of missing) {
    results[found.request_index] = notFound(requests[found.request_index] as VersionRequest, found, labels);
  }
  return results;
}

/**
 * Reads the current state of each prompt with one query, without texts.
 * @returns One state per request, in order, as {@link stateOfVersion}; undefined if it does not exist.
 */
export async function loadPublishedStates(
  requests: readonly VersionRequest[],
  knex: Knex,
): Promise<(string | undefined)[]> {
  const columns = ['v.created_at', 'p.deprecated_at'];
  const rows: (FoundVersion & Pick<PublishedRow, 'created_at' | 'deprecated_at'>)[] = await findPublished(
    requests,
    columns,
    knex,
  );
  const states: (string | undefined)[] = [];
  for (const { request_index, version, created_at: createdAt, deprecated_at: deprecatedAt } of rows) {
    states[request_index] = version === null ? undefined : stateOfVersion(String(version), { createdAt, deprecatedAt });
  }
  return states;
}

/**
 * Converts a row.
 * @param databaseUrl The start of the template's `uri`, without credentials.
 * @throws `CONTENT_INVALID` for a row that was not written by `publishPrompt` and has an invalid text.
 */
export function toTemplate(row: PublishedRow, databaseUrl: string | undefined): PromptTemplate {
  const description = `'${row.prompt}' version ${row.version}`;
  const facts = {
    author: row.author,
    message: row.message,
    createdAt: row.created_at,
    label: row.label,
    deprecatedAt: row.deprecated_at,
  };
  const knownFacts = Object.entries(facts).filter(([, value]) => value !== null);
  // A deprecation is not part of what was published.
  const { deprecatedAt: _, ...published } = parseMetadataColumn(row.metadata, description) ?? {};
  return {
    content: parseText(row, description),
    version: String(row.version),
    ...(databaseUrl !== undefined && { uri: `${databaseUrl}#${encodeURIComponent(row.prompt)}@${row.version}` }),
    metadata: { ...published, ...Object.fromEntries(knownFacts) },
  };
}

/** Finds the labels that can be suggested in place of missing ones, by the name of the prompt. */
async function findLabels(missing: readonly FoundVersion[], knex: Knex): Promise<Map<string, string[]>> {
  const labels = new Map<string, string[]>();
  if (missing.length === 0) return labels;
  const names = missing.flatMap(({ prompt }) => prompt ?? []);
  const rows: { name: string; label: string }[] = await knex(tables.labels).whereIn('name', names).orderBy('label');
  for (const { name, label } of rows) labels.set(name, [...(labels.get(name) ?? []), label]);
  return labels;
}

function notFound(
  { name, label, version }: VersionRequest,
  { prompt }: FoundVersion,
  labels: ReadonlyMap<string, readonly string[]>,
): PromptError {
  if (prompt === null) return problem('NOT_FOUND', `there is no prompt '${name}': publish it first`);
  if (version !== undefined) return problem('NOT_FOUND', `'${name}' has no version ${version}`);
  const existing = [...(labels.get(name) ?? []), latestLabel].join(', ');
  return problem('NOT_FOUND', `'${name}' has no label '${label}'. Its labels: ${existing}`);
}
