import { type ListedPrompt, PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import type { HistoryConfig } from '../config-schema.ts';
import { placeOf } from '../connection/place-of.ts';
import { defaultLabel, latestLabel, tables } from '../history/tables.ts';
import { attempt } from './attempt.ts';
import { contentColumns, publishedColumns, publishedTemplate } from './history.ts';
import { chunkSize, foundBy } from './wanted.ts';

/** Behind every name that begins with the same prefix, in byte order. */
const lastCharacter = '\u{10ffff}';

/**
 * The prompts whose names begin with a prefix, and that have the label asked for. Pages by name, so that each page costs the
 * same.
 * @param withTexts Whether the texts are to come along: the first listing needs them all, later ones the versions.
 */
export async function listHistory(
  config: HistoryConfig,
  { withTexts }: { readonly withTexts: boolean },
  knex: Knex,
): Promise<ListedPrompt<HistoryConfig>[]> {
  const { prefix = '', ...shared } = config;
  const place = placeOf(knex);
  const listed: ListedPrompt<HistoryConfig>[] = [];
  for (let last: string | undefined; ; ) {
    const query = membersOf(config, knex).orderBy('p.name').limit(chunkSize);
    if (last === undefined) query.where('p.name', '>=', prefix);
    else query.where('p.name', '>', last);
    const rows = await (withTexts ? query.select(publishedColumns).select(contentColumns(knex)) : query);
    for (const row of rows) {
      const name = row.prompt as string;
      const template = withTexts ? attempt(() => publishedTemplate(row, place)) : undefined;
      listed.push({
        name: name.slice(prefix.length),
        config: { ...shared, name },
        version: String(row.version),
        // What is wrong with a text is said when it is loaded by itself.
        ...(template && !PromptError.isInstance(template) && { template }),
      });
    }
    if (rows.length < chunkSize) return listed;
    last = rows.at(-1).prompt;
  }
}

/** As one by one in `findWanted`: by a label, by the default label or the newest. */
function membersOf({ prefix = '', label = defaultLabel, label: asked }: HistoryConfig, knex: Knex): Knex.QueryBuilder {
  const version =
    asked === undefined
      ? 'coalesce(l.version, p.latest_version)'
      : asked === latestLabel
        ? 'p.latest_version'
        : 'l.version';
  const found = asked === undefined ? knex.raw(`${foundBy} as label`) : knex.raw('? as label', [asked]);
  return knex(`${tables.prompts} as p`)
    .leftJoin(`${tables.labels} as l`, (on) => on.on('l.name', 'p.name').on('l.label', knex.raw('?', [label])))
    .join(`${tables.versions} as v`, (on) => on.on('v.name', 'p.name').on('v.version', knex.raw(version)))
    .where('p.name', '<', prefix + lastCharacter)
    .select('p.name as prompt', 'v.version', found);
}
