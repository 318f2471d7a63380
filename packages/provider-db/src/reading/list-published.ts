import type { ListedPrompt } from '@prompts/core';
import { toDisplayUrl } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { PublishedConfig } from '../config-schema.ts';
import { defaultLabel, latestLabel, tables } from '../history/tables.ts';
import { selectText } from './column-values.ts';
import { effectiveLabel } from './find-published.ts';
import type { ListOptions } from './list-options.ts';
import { type PublishedRow, publishedColumns, toTemplate } from './load-published.ts';
import { maxRowsPerQuery, readPages } from './read-pages.ts';
import { setState } from './version-state.ts';
import { withTemplate } from './with-template.ts';

/** Sorts after every other character in byte order. */
const lastCharacter = '\u{10ffff}';

/** Lists the prompts whose names start with the prefix and that have the label, ordered by name. */
export async function listPublished(
  config: PublishedConfig,
  { withTexts }: ListOptions,
  knex: Knex,
): Promise<ListedPrompt<PublishedConfig>[]> {
  const { prefix = '', ...memberConfig } = config;
  const databaseUrl = toDisplayUrl(knex);
  const pages = readPages<PublishedRow>((last) => {
    const query = selectMembers(config, knex).orderBy('p.name').limit(maxRowsPerQuery);
    if (last === undefined) query.where('p.name', '>=', prefix);
    else query.where('p.name', '>', last.prompt);
    return withTexts ? query.select(publishedColumns).select(selectText('v.content', knex)) : query;
  });
  const listed: ListedPrompt<PublishedConfig>[] = [];
  for await (const rows of pages) {
    for (const row of rows) {
      const name = row.prompt;
      const member = {
        name: name.slice(prefix.length),
        config: { ...memberConfig, name },
        version: String(row.version),
      };
      const item = withTexts ? withTemplate(member, () => toTemplate(row, databaseUrl)) : member;
      setState(item, { createdAt: row.created_at, deprecatedAt: row.deprecated_at });
      listed.push(item);
    }
  }
  return listed;
}

/** Selects versions by the same rules as `findPublished`: by label, or by the default label. */
function selectMembers({ prefix = '', label }: PublishedConfig, knex: Knex): Knex.QueryBuilder {
  const labelColumn = label === undefined ? knex.raw(`${effectiveLabel} as label`) : knex.raw('? as label', [label]);
  return knex(`${tables.prompts} as p`)
    .leftJoin(`${tables.labels} as l`, (on) =>
      on.on('l.name', 'p.name').on('l.label', knex.raw('?', [label ?? defaultLabel])),
    )
    .join(`${tables.versions} as v`, (on) =>
      on.on('v.name', 'p.name').on('v.version', knex.raw(versionExpression(label))),
    )
    .where('p.name', '<', prefix + lastCharacter)
    .select('p.name as prompt', 'p.deprecated_at', 'v.created_at', 'v.version', labelColumn);
}

function versionExpression(label: string | undefined): string {
  if (label === undefined) return 'coalesce(l.version, p.latest_version)';
  return label === latestLabel ? 'p.latest_version' : 'l.version';
}
