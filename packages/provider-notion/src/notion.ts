import type { LoadContext, PromptProvider } from '@prompts/core';
import { guardedFetch, networkIdentity, onePerAccess, parseOptions } from '@prompts/provider-kit';
import { type Access, resolveAccess } from './client/access.ts';
import { createNotionClient } from './client/notion-client.ts';
import { reportUnreadable } from './client/report-unreadable.ts';
import type { NotionOptions } from './config.ts';
import {
  collectionSchema,
  configSchema,
  isCollection,
  optionsSchema,
  type PageConfig,
  type ParsedConfig,
} from './config-schema.ts';
import { notionError } from './notion-error.ts';
import { changedSince } from './reading/changed-since.ts';
import { list } from './reading/list.ts';
import { load, refresh } from './reading/load.ts';
import { loadMany } from './reading/load-many.ts';
import { validate } from './validate.ts';
import { webhook } from './webhook/webhook.ts';
import { createWorkspace } from './workspace.ts';

/** Enough for the largest page, at three requests per second. */
const loadTimeoutSeconds = 120;
/** At two requests per page and three requests per second, a batch takes 20 seconds. */
const maxBatch = 30;
/** A request that hangs must end early enough to be retried within the time limit of a load. */
const requestTimeoutSeconds = 30;
/** Enough for 100 blocks or rows with much text. */
const maxResponseBytes = 16 * 1024 * 1024;

/**
 * Creates the provider of prompts in Notion: pages, code blocks in pages, and rows of data sources.
 * @param options Defaults for all entries (`auth`, `token`, `baseUrl`), and options that only the app may set (`requestsPerSecond`,
 * `allowHosts`, `proxy`, `tls`, `client`).
 * @param registration `name`: the name under which the provider is registered. Default: `notion`.
 * @returns The provider. It sends no request before a prompt is loaded.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 * @example
 * const systemPrompts = { tone: { provider: 'notion', config: { pageId: '2f1c8a6d9b3e4f7081a2b3c4d5e6f708' } } };
 * const prompts = await createPrompts({ systemPrompts, providers: [notion({ token: () => process.env.NOTION_TOKEN ?? '' })] });
 * console.log(await prompts.render('tone', { customer: 'Ada' }));
 */
export function notion(
  options: NotionOptions = {},
  { name = 'notion' }: { readonly name?: string | undefined } = {},
): PromptProvider<ParsedConfig> {
  const { allowHosts, proxy, tls, requestsPerSecond, ...defaults } = parseOptions(optionsSchema, options, 'notion');
  const fetch = guardedFetch({
    provider: 'notion',
    allowHosts,
    proxy,
    tls,
    timeout: requestTimeoutSeconds,
    maxBytes: maxResponseBytes,
  });
  const getWorkspace = onePerAccess((access: Access) =>
    createWorkspace(createNotionClient(access, fetch, requestsPerSecond)),
  );
  const workspaceOf = (config: ParsedConfig) => getWorkspace(resolveAccess(config, defaults));

  return {
    name,
    configSchema,
    collectionSchema,
    capabilities: { loadTimeout: loadTimeoutSeconds, maxBatch, frontMatter: false },
    webhook,
    identity(config) {
      const { auth: _, token: __, baseUrl: ___, ...source } = config;
      return { source, access: { ...resolveAccess(config, defaults), ...networkIdentity({ proxy, tls }) } };
    },
    load: (config, context) => read(config, context, () => load(pageOf(config), workspaceOf(config), context)),
    refresh: (config, context) => read(config, context, () => refresh(pageOf(config), workspaceOf(config), context)),
    async loadMany(configs, context) {
      const [first] = configs;
      return first === undefined ? [] : loadMany(configs.map(pageOf), workspaceOf(first), context);
    },
    async changedSince(entries, context: LoadContext) {
      const [first] = entries;
      if (first === undefined) return [];
      const known = entries.map(({ config, template }) => ({ config: pageOf(config), template }));
      return read(first.config, context, () => changedSince(known, workspaceOf(first.config), context));
    },
    async list(config, context) {
      if (isCollection(config)) return read(config, context, () => list(config, workspaceOf(config), context));
      throw notionError('CONFIG_INVALID', 'a collection needs dataSourceId');
    },
    validate: (config, context) => read(config, context, () => validate(config, workspaceOf(config), context)),
    close: () => fetch.close(),
  };
}

function read<Result>(config: ParsedConfig, context: LoadContext, work: () => Promise<Result>): Promise<Result> {
  const what = isCollection(config) ? `data source ${config.dataSourceId}` : `page ${config.pageId}`;
  return reportUnreadable(what, context, async () => work());
}

function pageOf(config: ParsedConfig): PageConfig {
  if (!isCollection(config)) return config;
  throw notionError('CONFIG_INVALID', "dataSourceId is for entries named 'name/*': use pageId");
}
