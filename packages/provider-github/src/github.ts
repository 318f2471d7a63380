import type { LoadContext, PromptProvider, PromptTemplate } from '@prompts/core';
import { baseUrlOf, guardedFetch, onePerAccess, parseOptions } from '@prompts/provider-kit';
import { type Access, createGitHubClient, publicApi } from './client/github-client.ts';
import type { GitHubOptions } from './config.ts';
import { configSchema, optionsSchema, type ParsedConfig } from './config-schema.ts';
import { locationOf } from './location.ts';
import { changedSince } from './reading/changed-since.ts';
import { describe } from './reading/describe.ts';
import { list } from './reading/list.ts';
import { versions } from './reading/list-versions.ts';
import { loadMany } from './reading/load-many.ts';
import { readFile } from './reading/read-file.ts';
import { createRepositories, type Repositories } from './repositories.ts';
import { validate } from './validate.ts';
import { webhook } from './webhook/webhook.ts';

/** Bytes of one answer: an archive of the largest repository that is downloaded as a whole. */
const largestAnswer = 96 * 1024 * 1024;

/** Seconds for such an answer. */
const loadTimeout = 60;

/**
 * Prompts in repositories on GitHub or GitHub Enterprise Server.
 * @param options Defaults for all entries, and what no entry may say.
 * @throws PromptError `CONFIG_INVALID` naming every mistake in the options.
 */
export function github(options: GitHubOptions = {}): PromptProvider<ParsedConfig> {
  const { allowHosts, octokit, ...defaults } = parseOptions(optionsSchema, options, 'github');
  const fetch = guardedFetch({ provider: 'github', allowHosts, timeout: loadTimeout, maxBytes: largestAnswer });
  const repositories = onePerAccess((access: Access) => {
    const isOfEntries = octokit === undefined || Object.keys(access).length > 0;
    return createRepositories(createGitHubClient(access, fetch, isOfEntries ? undefined : octokit));
  });
  /** What makes the next request for a text conditional. */
  const etags = new WeakMap<PromptTemplate, string>();

  const of = (config: ParsedConfig): Repositories => repositories(accessOf(config, defaults));
  /** Core puts into one call what shares its credentials. */
  const ofAll = ([first]: readonly ParsedConfig[]) => of(first as ParsedConfig);

  async function read(config: ParsedConfig, previous: PromptTemplate | undefined, context: LoadContext) {
    const known = { previous, etag: previous && etags.get(previous) };
    const file = await readFile(config.path, locationOf(config), known, of(config).client, context);
    if (!file) return previous as PromptTemplate;
    if (file.etag !== undefined) etags.set(file.template, file.etag);
    return file.template;
  }

  return {
    name: 'github',
    configSchema,
    capabilities: { loadTimeout },
    webhook,
    load: (config, context) => read(config, undefined, context),
    refresh: (config, context) => read(config, context.previous, context),
    loadMany: (configs, context) => loadMany(configs, ofAll(configs), context),
    changedSince: (entries, context) => changedSince(entries, ofAll(entries.map(({ config }) => config)), context),
    list: (config, context) => list(config, of(config), context),
    versions: (config, context) => versions(config, of(config), context),
    describe: (configs, context) => describe(configs, ofAll(configs), context),
    validate: (config, context) => validate(config, of(config), context),
    quota: (config) => of(config).client.quota,
    close: () => fetch.close(),
  };
}

/** An entry's own credentials and server win. Those of the factory stay with its server, whatever else an entry names. */
function accessOf({ auth, token, baseUrl }: ParsedConfig, defaults: Access): Access {
  const isHome = baseUrl === undefined || originOf(baseUrl) === originOf(defaults.baseUrl ?? publicApi);
  const byDefault = isHome ? defaults : {};
  const credentials = (auth ?? token) ? { auth, token } : { auth: byDefault.auth, token: byDefault.token };
  const access = { ...credentials, baseUrl: baseUrl ?? defaults.baseUrl };
  return Object.fromEntries(Object.entries(access).filter(([, value]) => value !== undefined));
}

function originOf(baseUrl: string): string {
  return baseUrlOf(baseUrl, 'github').origin;
}
