import type { PromptError, PromptTemplate } from '@prompts/core';
import { inChunks } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import { type HistoryConfig, isOurs, type ParsedConfig, type QueryConfig, type TableConfig } from '../config-schema.ts';
import { problem } from '../errors/problem.ts';
import { loadWanted, versionsOfWanted } from './history.ts';
import { loadByQuery } from './query.ts';
import { loadRows, versionsOfRows } from './table.ts';
import { chunkSize, type Wanted } from './wanted.ts';

/** Configs that one query answers. */
export interface Group {
  /** Where they stand among all that were asked for. */
  readonly indexes: readonly number[];
  /** One result for each, in order. */
  load(knex: Knex): Promise<readonly (PromptTemplate | PromptError)[]>;
  /** The version of each as it is now, without its text; undefined for what can't be told. */
  versions(knex: Knex): Promise<readonly (string | undefined)[]>;
}

interface Placed<Config> {
  readonly config: Config;
  readonly index: number;
}

/**
 * The fewest queries that answer all configs: one for what reads our tables, one for each table of theirs, one for each
 * query. Large groups are cut into chunks.
 * @throws `CONFIG_INVALID` for a config that names no prompt.
 */
export function groupsOf(configs: readonly ParsedConfig[]): Group[] {
  const placed = configs.map((config, index) => ({ config, index }));
  const queries = placed.filter((item): item is Placed<QueryConfig> => 'query' in item.config);
  const rows = placed.filter((item): item is Placed<TableConfig> => 'table' in item.config);
  const published = placed.filter((item): item is Placed<HistoryConfig> => isOurs(item.config));
  const tables = Map.groupBy(rows, ({ config: { table, columns } }) => JSON.stringify([table, columns])).values();
  return [
    ...inChunks(published, chunkSize).map(historyGroup),
    ...Array.from(tables, (items) => inChunks(items, chunkSize).map(tableGroup)).flat(),
    ...queries.map(queryGroup),
  ];
}

function historyGroup(items: readonly Placed<HistoryConfig>[]): Group {
  const wanted = items.map(({ config: { name, label, version } }): Wanted => {
    if (name === undefined)
      throw problem('CONFIG_INVALID', "a prompt needs name, table or query; prefix is for an entry named 'name/*'");
    return { name, label, version };
  });
  return {
    indexes: items.map(({ index }) => index),
    load: (knex) => loadWanted(wanted, knex),
    versions: (knex) => versionsOfWanted(wanted, knex),
  };
}

function tableGroup(items: readonly Placed<TableConfig>[]): Group {
  const ids = items.map(({ config: { id } }) => {
    if (id === undefined)
      throw problem(
        'CONFIG_INVALID',
        "a row needs id; a table without stands for all its rows in an entry named 'name/*'",
      );
    return id;
  });
  const source = (items[0] as Placed<TableConfig>).config;
  return {
    indexes: items.map(({ index }) => index),
    load: (knex) => loadRows(source, ids, knex),
    versions: (knex) => versionsOfRows(source, ids, knex),
  };
}

function queryGroup({ config, index }: Placed<QueryConfig>): Group {
  return {
    indexes: [index],
    load: async (knex) => [await loadByQuery(config, knex)],
    versions: async () => [undefined],
  };
}
