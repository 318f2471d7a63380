import {
  type ListContext,
  type LoadContext,
  PromptError,
  type PromptProvider,
  type PromptTemplate,
} from '@prompts/core';
import { parseOptions, withPartTimeout } from '@prompts/provider-kit';
import { dialectOf, toDisplayUrl } from '@prompts/sql-kit';
import type { DbOptions } from './config.ts';
import { configSchema, isCollection, optionsSchema, type ParsedConfig } from './config-schema.ts';
import { createDatabaseRegistry } from './connection/database-registry.ts';
import { runReadOnly, statementTimeoutSeconds } from './connection/run-read-only.ts';
import { identify } from './identify.ts';
import { changedSince, stateOf } from './reading/changed-since.ts';
import { list } from './reading/list.ts';
import { listVersions } from './reading/list-versions.ts';
import { loadMany } from './reading/load-many.ts';
import type { Read } from './reading/reader.ts';
import { withChangedTexts } from './reading/with-changed-texts.ts';
import { stateOfListing } from './watching/state.ts';
import { type Known, watch } from './watching/watch.ts';

/**
 * Limits for what one table, one query or the published prompts take in a call for many. A locked table then fails alone: it
 * counts as changed, and its rows fail to load, both within the time of one load.
 */
const statesTimeoutSeconds = 5;
const textsTimeoutSeconds = 24;

/**
 * Creates the provider for prompts in SQLite, PostgreSQL, MySQL and MariaDB.
 *
 * @example
 * const providers = [db({ connection: process.env.DATABASE_URL })];
 * const systemPrompts = { review: { provider: 'db', config: { name: 'code-review' } } };
 * const prompts = await createPrompts({ providers, systemPrompts });
 *
 * @param options The database for entries without a `connection`: one of `connection`, `knex` and `pool`. Optional if every
 * entry has its own.
 * @param registration `name`: the name under which the provider is registered. Default: `db`.
 * @returns The provider. It connects when the first prompt is loaded.
 * @throws PromptError `CONFIG_INVALID` with every mistake in the options; also if the driver of a `pool` is not installed.
 */
export function db(
  options: DbOptions = {},
  { name = 'db' }: { readonly name?: string | undefined } = {},
): PromptProvider<ParsedConfig> {
  const defaults = parseOptions(optionsSchema, options, 'db');
  const databases = createDatabaseRegistry(defaults);

  /** Core only combines configs with the same connection in one call. */
  const createReader = (
    config: ParsedConfig | undefined,
    context: Pick<LoadContext, 'signal'>,
    timeoutSeconds = statementTimeoutSeconds,
  ): Read => {
    return async (work) => {
      const knex = await databases.get(config ?? {});
      const options = { provider: 'db', what: toDisplayUrl(knex) ?? 'the database', timeoutSeconds };
      return withPartTimeout(context, options, ({ signal }) => runReadOnly(knex, signal, work));
    };
  };

  /** The state last read of each config. `watch` compares it with the database to detect changes. */
  const known = new WeakMap<ParsedConfig, Known>();

  async function loadAll(configs: readonly ParsedConfig[], context: LoadContext, timeoutSeconds = textsTimeoutSeconds) {
    const results = await loadMany(configs, createReader(configs[0], context, timeoutSeconds));
    for (const [index, result] of results.entries()) {
      const config = configs[index] as ParsedConfig;
      if (!PromptError.isInstance(result)) known.set(config, { state: stateOf(config, result) ?? null });
    }
    return results;
  }

  async function listAll(config: ParsedConfig, context: ListContext<ParsedConfig>) {
    const withTexts = context.previousList === undefined;
    // Before core's limit, whose error has no advice.
    const read = createReader(config, context, textsTimeoutSeconds);
    const listing = await list(config, { withTexts }, read);
    known.set(config, { state: stateOfListing(listing) });
    return context.previousList ? withChangedTexts(listing, context.previousList, read) : listing;
  }

  async function load(config: ParsedConfig, context: LoadContext): Promise<PromptTemplate> {
    const [result] = await loadAll([config], context, statementTimeoutSeconds);
    if (PromptError.isInstance(result)) throw result;
    return result as PromptTemplate;
  }

  const findChanged: NonNullable<PromptProvider<ParsedConfig>['changedSince']> = (entries, context) =>
    changedSince(entries, createReader(entries[0]?.config, context, statesTimeoutSeconds));

  return {
    name,
    configSchema,
    identity: (config) => identify(config, defaults),
    capabilities: { loadTimeout: statementTimeoutSeconds },
    load,
    async refresh(config, context) {
      const template = context.previous as PromptTemplate;
      const [changedIndex] = await findChanged([{ config, template }], context);
      return changedIndex === undefined ? template : load(config, context);
    },
    loadMany: (configs, context) => loadAll(configs, context),
    changedSince: findChanged,
    list: listAll,
    versions: (config, context) => listVersions(config, createReader(config, context)),
    async validate(config, context) {
      await (isCollection(config) ? listAll(config, context) : load(config, context));
      return true;
    },
    async watch(configs, onChange, { signal, logger }) {
      const disposed = new AbortController();
      const watchSignal = AbortSignal.any([signal, disposed.signal]);
      const [config = {}] = configs;
      const { listen } = defaults;
      const database = await databases.get(config);
      const announcesElsewhere =
        listen !== undefined && config.connection === undefined && dialectOf(database) === 'postgres';
      const announcer = announcesElsewhere ? await databases.get({ connection: listen }) : database;
      const read = createReader(configs[0], { signal: watchSignal });
      const options = {
        signal: watchSignal,
        logger,
        read,
        announcer,
        known: (config: ParsedConfig) => known.get(config),
      };
      await watch(configs, onChange, database, options);
      return { [Symbol.asyncDispose]: async () => disposed.abort() };
    },
    close: () => databases.close(),
  };
}
