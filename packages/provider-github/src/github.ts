import type { LoadContext, PromptProvider, PromptTemplate } from '@prompts/core';
import { networkIdentity, onePerAccess, parseOptions } from '@prompts/provider-kit';
import { type Access, resolveAccess } from './client/access.ts';
import { createFetch } from './client/create-fetch.ts';
import { createGitHubClient } from './client/github-client.ts';
import type { GitHubOptions } from './config.ts';
import { configSchema, optionsSchema, type ParsedConfig } from './config-schema.ts';
import { locationOf } from './location.ts';
import { changedSince } from './reading/changed-since.ts';
import { describe } from './reading/describe.ts';
import { list } from './reading/list.ts';
import { listVersions } from './reading/list-versions.ts';
import { loadMany } from './reading/load-many.ts';
import { readFile } from './reading/read-file.ts';
import { createRepositories, type Repositories } from './repositories.ts';
import { validate } from './validate.ts';
import { webhook } from './webhook/webhook.ts';

/** Enough for the archive of the largest repository that is downloaded as a whole. */
const loadTimeoutSeconds = 60;

/**
 * Creates the provider of prompts in repositories on GitHub and GitHub Enterprise Server.
 * @param options Defaults for all entries (`auth`, `token`, `baseUrl`), and options that only the app may set (`allowHosts`, `proxy`, `tls`, `octokit`).
 * @param registration `name`: the name under which the provider is registered. Default: `github`.
 * @returns The provider. It sends no request before a prompt is loaded.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 * @example
 * const systemPrompts = { review: { provider: 'github', config: { repo: 'company/ai-prompts', path: 'review.md' } } };
 * const prompts = await createPrompts({ systemPrompts, providers: [github({ token: () => process.env.GITHUB_TOKEN ?? '' })] });
 * console.log(await prompts.render('review', { language: 'Rust' }));
 */
export function github(
  options: GitHubOptions = {},
  { name = 'github' }: { readonly name?: string | undefined } = {},
): PromptProvider<ParsedConfig> {
  const { allowHosts, proxy, tls, ...defaults } = parseOptions(optionsSchema, options, 'github');
  const fetch = createFetch({ allowHosts, proxy, tls, timeout: loadTimeoutSeconds });
  const getRepositories = onePerAccess((access: Access) => createRepositories(createGitHubClient(access, fetch)));
  const etags = new WeakMap<PromptTemplate, string>();

  const repositoriesOf = (config: ParsedConfig): Repositories => getRepositories(resolveAccess(config, defaults));
  /** Core passes only configs with the same access in one call. */
  const sharedRepositoriesOf = ([first]: readonly ParsedConfig[]) => repositoriesOf(first as ParsedConfig);

  async function read(config: ParsedConfig, previous: PromptTemplate | undefined, context: LoadContext) {
    const known = { previous, etag: previous && etags.get(previous) };
    const file = await readFile(config.path, locationOf(config), known, repositoriesOf(config), context);
    if (!file) return previous as PromptTemplate;
    if (file.etag !== undefined) etags.set(file.template, file.etag);
    return file.template;
  }

  return {
    name,
    configSchema,
    capabilities: { loadTimeout: loadTimeoutSeconds },
    webhook,
    identity(config) {
      const { owner, repo, ref } = locationOf(config);
      // On GitHub, owners and repositories are not case-sensitive; branches, tags and paths are.
      return {
        source: { repo: `${owner}/${repo}`.toLowerCase(), ref, path: config.path.replace(/\/$/, '') },
        access: { ...resolveAccess(config, defaults), ...networkIdentity({ proxy, tls }) },
      };
    },
    load: (config, context) => read(config, undefined, context),
    refresh: (config, context) => read(config, context.previous, context),
    loadMany: (configs, context) => loadMany(configs, sharedRepositoriesOf(configs), context),
    changedSince: (entries, context) =>
      changedSince(entries, sharedRepositoriesOf(entries.map(({ config }) => config)), context),
    list: (config, context) => list(config, repositoriesOf(config), context),
    versions: (config, context) => listVersions(config, repositoriesOf(config), context),
    describe: (configs, context) => describe(configs, sharedRepositoriesOf(configs), context),
    validate: (config, context) => validate(config, repositoriesOf(config), context),
    quota: (config) => repositoriesOf(config).client.quota,
    close: () => fetch.close(),
  };
}
