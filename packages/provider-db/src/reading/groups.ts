import type { PromptError, PromptTemplate } from '@prompts/core';
import { inChunks } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import {
  isOurs,
  type ParsedConfig,
  type PublishedConfig,
  type QueryConfig,
  type TableConfig,
} from '../config-schema.ts';
import { problem } from '../errors/problem.ts';
import { apartFromInvalid } from './apart-from-invalid.ts';
import type { VersionRequest } from './find-published.ts';
import { loadByQuery } from './load-by-query.ts';
import { loadPublished, loadPublishedStates } from './load-published.ts';
import { maxRowsPerQuery } from './read-pages.ts';
import type { Read } from './reader.ts';
import { indexAdvice, loadRows, loadRowVersions } from './table-rows.ts';

/** Configs that a single query can read. */
export interface Group {
  /** The positions of the configs in the list that was grouped. */
  readonly indexes: readonly number[];
  /** What to do if reading takes too long. */
  readonly timeoutAdvice: string;
  /** Loads one result per config, in order. */
  load(knex: Knex): Promise<readonly (PromptTemplate | PromptError)[]>;
  /** Reads the current state of each config, in order, without texts; undefined if it is not known. */
  states(knex: Knex): Promise<readonly (string | undefined)[]>;
}

interface Indexed<Config> {
  readonly config: Config;
  readonly index: number;
}

/**
 * Groups configs so that they need as few queries as possible: one for all published prompts, one for each table, and one
 * for each free query. Large groups are split.
 * @throws `CONFIG_INVALID` for the config of a collection.
 */
export function groupsOf(configs: readonly ParsedConfig[]): Group[] {
  const indexed = configs.map((config, index) => ({ config, index }));
  const queries = indexed.filter((item): item is Indexed<QueryConfig> => 'query' in item.config);
  const rows = indexed.filter((item): item is Indexed<TableConfig> => 'table' in item.config);
  const published = indexed.filter((item): item is Indexed<PublishedConfig> => isOurs(item.config));
  const tables = Map.groupBy(rows, ({ config: { table, columns, where } }) =>
    JSON.stringify([table, columns, where]),
  ).values();
  return [
    ...inChunks(published, maxRowsPerQuery).map(createPublishedGroup),
    ...Array.from(tables, (items) => inChunks(items, maxRowsPerQuery).map(createTableGroup)).flat(),
    ...queries.map(createQueryGroup),
  ];
}

/** Returns the group of configs that a single query can read. */
export function groupOf(configs: readonly ParsedConfig[]): Group {
  return groupsOf(configs)[0] as Group;
}

/**
 * Reads the current state of each member of a group, without texts; undefined if it is not known.
 * @param configs The list that was grouped.
 */
export function readStates(
  { indexes }: Group,
  configs: readonly ParsedConfig[],
  read: Read,
): Promise<readonly (string | undefined)[]> {
  const members = indexes.map((index) => configs[index] as ParsedConfig);
  return apartFromInvalid<ParsedConfig, string | undefined>(
    members,
    (some) => read(groupOf(some).states),
    () => undefined,
  );
}

function createPublishedGroup(items: readonly Indexed<PublishedConfig>[]): Group {
  const requests = items.map(({ config: { name, label, version } }): VersionRequest => {
    if (name === undefined) {
      const message =
        "a prompt needs name, table or query: prefix is for collections, which are entries named 'name/*'";
      throw problem('CONFIG_INVALID', message);
    }
    return { name, label, version };
  });
  return {
    indexes: items.map(({ index }) => index),
    timeoutAdvice: 'check the load of the server',
    load: (knex) => loadPublished(requests, knex),
    states: (knex) => loadPublishedStates(requests, knex),
  };
}

function createTableGroup(items: readonly Indexed<TableConfig>[]): Group {
  const ids = items.map(({ config: { id } }) => {
    if (id === undefined) {
      const message = "a row needs id: table without id is for collections, which are entries named 'name/*'";
      throw problem('CONFIG_INVALID', message);
    }
    return id;
  });
  const source = (items[0] as Indexed<TableConfig>).config;
  return {
    indexes: items.map(({ index }) => index),
    timeoutAdvice: indexAdvice(source),
    load: (knex) => loadRows(source, ids, knex),
    states: (knex) => loadRowVersions(source, ids, knex),
  };
}

function createQueryGroup({ config, index }: Indexed<QueryConfig>): Group {
  return {
    indexes: [index],
    timeoutAdvice: 'add an index for the conditions of the query',
    load: async (knex) => [await loadByQuery(config, knex)],
    states: async () => [undefined],
  };
}
