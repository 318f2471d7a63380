import {
  type ListContext,
  type LoadContext,
  PromptError,
  type PromptProvider,
  type PromptTemplate,
} from '@prompts/core';
import { parseOptions } from '@prompts/provider-kit';
import type { DbOptions } from './config.ts';
import { configSchema, isCollection, optionsSchema, type ParsedConfig } from './config-schema.ts';
import { createDatabases } from './connection/databases.ts';
import { read, statementTimeout } from './connection/read.ts';
import { changedSince } from './reading/changed-since.ts';
import { list } from './reading/list.ts';
import { loadMany } from './reading/load-many.ts';
import type { Read } from './reading/reader.ts';
import { versions } from './reading/versions.ts';
import { stateOfListing } from './watching/state.ts';
import { type Known, watch } from './watching/watch.ts';

/**
 * Prompts in SQL: SQLite, PostgreSQL, MySQL and MariaDB.
 * @param options The database of entries that name none.
 * @throws PromptError `CONFIG_INVALID` naming every mistake in the options.
 */
export function db(options: DbOptions = {}): PromptProvider<ParsedConfig> {
  const databases = createDatabases(parseOptions(optionsSchema, options, 'db'));

  /** Core puts into one call what shares its connection. */
  const reader = (config: ParsedConfig | undefined, { signal }: LoadContext): Read => {
    return async (work) => read(await databases.of(config ?? {}), signal, work);
  };

  /** What was read last: what the database holds is compared with it to tell what changed. */
  const known = new WeakMap<ParsedConfig, Known>();

  async function loadAll(configs: readonly ParsedConfig[], context: LoadContext) {
    const results = await loadMany(configs, reader(configs[0], context));
    for (const [index, result] of results.entries()) {
      if (!PromptError.isInstance(result)) known.set(configs[index] as ParsedConfig, { state: result.version ?? null });
    }
    return results;
  }

  async function listAll(config: ParsedConfig, context: ListContext<ParsedConfig>) {
    const withTexts = context.previousList === undefined;
    const listing = await list(config, { withTexts }, reader(config, context));
    known.set(config, { state: stateOfListing(listing) });
    return listing;
  }

  async function load(config: ParsedConfig, context: LoadContext): Promise<PromptTemplate> {
    const [result] = await loadAll([config], context);
    if (PromptError.isInstance(result)) throw result;
    return result as PromptTemplate;
  }

  const changed: NonNullable<PromptProvider<ParsedConfig>['changedSince']> = (entries, context) =>
    changedSince(entries, reader(entries[0]?.config, context));

  return {
    name: 'db',
    configSchema,
    capabilities: { loadTimeout: statementTimeout },
    load,
    async refresh(config, context) {
      const template = context.previous as PromptTemplate;
      const [isChanged] = await changed([{ config, template }], context);
      return isChanged === undefined ? template : load(config, context);
    },
    loadMany: loadAll,
    changedSince: changed,
    list: listAll,
    versions: (config, context) => versions(config, reader(config, context)),
    async validate(config, context) {
      await (isCollection(config) ? listAll(config, context) : load(config, context));
      return true;
    },
    async watch(configs, onChange, { signal, logger }) {
      const ended = new AbortController();
      const until = AbortSignal.any([signal, ended.signal]);
      const knex = await databases.of(configs[0] ?? {});
      const readFor: Read = (work) =>
        read(knex, AbortSignal.any([until, AbortSignal.timeout(statementTimeout * 1000)]), work);
      await watch(configs, onChange, knex, {
        signal: until,
        logger,
        read: readFor,
        known: (config) => known.get(config),
      });
      return { [Symbol.asyncDispose]: async () => ended.abort() };
    },
    close: () => databases.close(),
  };
}
