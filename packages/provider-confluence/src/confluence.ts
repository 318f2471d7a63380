import type { PromptProvider } from '@prompts/core';
import { guardedFetch, networkIdentity, onePerAccess, parseOptions } from '@prompts/provider-kit';
import { type Access, resolveAccess } from './client/access.ts';
import type { ConfluenceOptions } from './config.ts';
import { collectionSchema, configSchema, optionsSchema, type ParsedConfig } from './config-schema.ts';
import { createWiki } from './create-wiki.ts';
import { pageIdOf } from './page-reference.ts';
import { changedSince } from './reading/changed-since.ts';
import { describe } from './reading/describe.ts';
import { list } from './reading/list.ts';
import { listVersions } from './reading/list-versions.ts';
import { load, refresh } from './reading/load.ts';
import { loadMany } from './reading/load-many.ts';
import { validate } from './validate.ts';
import { webhook } from './webhook/webhook.ts';
import type { Wiki } from './wiki/wiki.ts';

/** Wikis are slow, and a request may return 250 pages. */
const loadTimeoutSeconds = 120;

/** Enough for 250 pages of 100 KB, and small enough to decode quickly. */
const maxResponseBytes = 32 * 1024 * 1024;

/**
 * Creates the provider of prompts in pages of Confluence Cloud and Data Center.
 * @param options Defaults for all entries (`auth`, `token`, `baseUrl`, `deployment`), and options that only the app may set (`allowHosts`, `proxy`, `tls`, `client`).
 * @param registration `name`: the name under which the provider is registered. Default: `confluence`.
 * @returns The provider. It sends no request before a prompt is loaded.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 * @example
 * const systemPrompts = { support: { provider: 'confluence', config: { spaceKey: 'AI', pageId: '456' } } };
 * const auth = { email: 'prompts@company.example', token: () => process.env.CONFLUENCE_TOKEN ?? '' };
 * const prompts = await createPrompts({ systemPrompts, providers: [confluence({ baseUrl: 'company.atlassian.net', auth })] });
 */
export function confluence(
  options: ConfluenceOptions = {},
  { name = 'confluence' }: { readonly name?: string | undefined } = {},
): PromptProvider<ParsedConfig> {
  const { allowHosts, proxy, tls, ...defaults } = parseOptions(optionsSchema, options, 'confluence');
  const fetch = guardedFetch({
    provider: 'confluence',
    allowHosts,
    proxy,
    tls,
    timeout: loadTimeoutSeconds,
    maxBytes: maxResponseBytes,
  });
  const getWiki = onePerAccess((access: Access) => createWiki(access, fetch));
  const wikiOf = (config: ParsedConfig): Wiki => getWiki(resolveAccess(config, defaults));
  /** Core passes only configs with the same access in one call. */
  const sharedWikiOf = ([first]: readonly ParsedConfig[]) => wikiOf(first as ParsedConfig);

  return {
    name,
    configSchema,
    collectionSchema,
    capabilities: { loadTimeout: loadTimeoutSeconds, frontMatter: false },
    webhook,
    identity(config) {
      const { pageId, parentId, spaceKey, title, label, version, extract, variables } = config;
      return {
        source: {
          page: pageId && pageIdOf(pageId),
          parent: parentId && pageIdOf(parentId),
          // Space keys are not case-sensitive.
          space: spaceKey?.toLowerCase(),
          title,
          label,
          version,
          extract,
          variables: variables && [...new Set(variables)].sort(),
        },
        access: { ...resolveAccess(config, defaults), ...networkIdentity({ proxy, tls }) },
      };
    },
    load: (config, context) => load(config, wikiOf(config), context),
    refresh: (config, context) => refresh(config, wikiOf(config), context),
    loadMany: (configs, context) => loadMany(configs, sharedWikiOf(configs), context),
    changedSince: (entries, context) =>
      changedSince(entries, sharedWikiOf(entries.map(({ config }) => config)), context),
    list: (config, context) => list(config, wikiOf(config), context),
    versions: (config, context) => listVersions(config, wikiOf(config), context),
    describe: (configs, context) => describe(configs, sharedWikiOf(configs), context),
    validate: (config, context) => validate(config, wikiOf(config), context),
    quota: (config) => wikiOf(config).quota,
    close: () => fetch.close(),
  };
}
