import type { PromptError, PromptTemplate } from '@prompts/core';
import type { Knex } from 'knex';
import { placeOf } from '../connection/place-of.ts';
import { problem } from '../errors/problem.ts';
import { tables } from '../history/tables.ts';
import { attempt } from './attempt.ts';
import { metadataOf, type TextRow, textColumns, textOf } from './template-of.ts';
import { type Found, findWanted, type Wanted } from './wanted.ts';

interface PublishedRow extends TextRow {
  readonly prompt: string;
  readonly version: number;
  readonly label: string | null;
  readonly author: string | null;
  readonly message: string | null;
  readonly created_at: string;
  readonly deprecated_at: string | null;
}

/** Columns of a {@link PublishedRow} besides those of every query: `v` and `p` as in `findWanted`. */
export const publishedColumns = ['v.metadata', 'v.author', 'v.message', 'v.created_at', 'p.deprecated_at'];

/** What `v.content` is read as. */
export function contentColumns(knex: Knex): Knex.Raw {
  return knex.raw(textColumns, ['v.content', 'v.content', 'v.content']);
}

/** Loads any number of prompts by one query. @returns one result for each, in order. */
export async function loadWanted(wanted: readonly Wanted[], knex: Knex): Promise<(PromptTemplate | PromptError)[]> {
  const rows: (Found & PublishedRow)[] = await findWanted(wanted, publishedColumns, knex).select(contentColumns(knex));
  const place = placeOf(knex);
  const results: (PromptTemplate | PromptError)[] = [];
  const missing: Found[] = [];
  for (const row of rows) {
    if (row.version === null) missing.push(row);
    else results[row.place] = attempt(() => publishedTemplate(row, place));
  }
  for (const { place, error } of await explain(missing, wanted, knex)) results[place] = error;
  return results;
}

/** The version of each prompt as it is now; undefined for what can't be found. One query, no texts. */
export async function versionsOfWanted(wanted: readonly Wanted[], knex: Knex): Promise<(string | undefined)[]> {
  const rows: Found[] = await findWanted(wanted, [], knex);
  const versions: (string | undefined)[] = [];
  for (const { place, version } of rows) versions[place] = version === null ? undefined : String(version);
  return versions;
}

/**
 * @param place Where the database is, for people.
 * @throws `CONTENT_INVALID` for a row that nobody published through this package.
 */
export function publishedTemplate(row: PublishedRow, place: string | undefined): PromptTemplate {
  const where = `'${row.prompt}' version ${row.version}`;
  const facts = {
    author: row.author,
    message: row.message,
    createdAt: row.created_at,
    label: row.label,
    deprecatedAt: row.deprecated_at,
  };
  const known = Object.entries(facts).filter(([, value]) => value !== null);
  return {
    content: textOf(row, where),
    version: String(row.version),
    ...(place !== undefined && { uri: `${place}#${encodeURIComponent(row.prompt)}@${row.version}` }),
    metadata: { ...metadataOf(row.metadata, where), ...Object.fromEntries(known) },
  };
}

/** Says of each prompt that wasn't found what there is instead: by one more query. */
async function explain(missing: readonly Found[], wanted: readonly Wanted[], knex: Knex) {
  if (missing.length === 0) return [];
  const names = missing.flatMap(({ prompt }) => prompt ?? []);
  const rows: { name: string; label: string }[] = await knex(tables.labels).whereIn('name', names).orderBy('label');
  return missing.map(({ place, prompt }) => {
    const { name, label, version } = wanted[place] as Wanted;
    const labels = rows.filter((row) => row.name === name).map((row) => row.label);
    return { place, error: notFound() };

    function notFound(): PromptError {
      if (prompt === null) return problem('NOT_FOUND', `there is no prompt '${name}'`);
      if (version !== undefined) return problem('NOT_FOUND', `'${name}' has no version ${version}`);
      return problem('NOT_FOUND', `'${name}' has no label '${label}', but ${[...labels, 'latest'].join(', ')}`);
    }
  });
}
