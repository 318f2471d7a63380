import type { LoadContext, PromptProvider } from '@prompts/core';
import { networkIdentity, onePerAccess, parseOptions } from '@prompts/provider-kit';
import { type Access, identifyAccess, resolveAccess } from './client/access.ts';
import { createGoogleClient } from './client/google-client.ts';
import { createNetwork } from './client/network.ts';
import type { GoogleDocsOptions } from './config.ts';
import {
  collectionSchema,
  configSchema,
  optionsSchema,
  type ParsedConfig,
  type ParsedDocument,
} from './config-schema.ts';
import { gdocsError } from './gdocs-error.ts';
import { changedSince } from './reading/changed-since.ts';
import { list } from './reading/list.ts';
import { listVersions } from './reading/list-versions.ts';
import { loadMany } from './reading/load-many.ts';
import { readTemplate } from './reading/read-template.ts';
import { createSession, type Session } from './session.ts';
import { validate } from './validate.ts';
import { createWebhook } from './webhook/webhook.ts';

const loadTimeoutSeconds = 60;

/**
 * Creates the provider of prompts in Google Docs.
 * @param options Defaults for all entries (`auth`, `rootUrl`), and options that only the app may set (`allowHosts`, `proxy`, `tls`, `docs`, `drive`).
 * @param registration `name`: the name under which the provider is registered. Default: `gdocs`.
 * @returns The provider. It sends no request, and does not load Google's library, before a prompt is loaded.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 * @example
 * const systemPrompts = { review: { provider: 'gdocs', config: { documentId: 'https://docs.google.com/document/d/1AbC…/edit' } } };
 * const auth = { clientEmail: process.env.CLIENT_EMAIL, privateKey: process.env.PRIVATE_KEY };
 * const prompts = await createPrompts({ systemPrompts, providers: [gdocs({ auth })] });
 * console.log(await prompts.render('review', { language: 'Rust' }));
 */
export function gdocs(
  options: GoogleDocsOptions = {},
  { name = 'gdocs' }: { readonly name?: string | undefined } = {},
): PromptProvider<ParsedConfig> {
  const { allowHosts, proxy, tls, ...defaults } = parseOptions(optionsSchema, options, 'gdocs');
  const fetch = createNetwork({ allowHosts, proxy, tls, timeout: loadTimeoutSeconds });
  const getSession = onePerAccess((access: Access) => createSession(createGoogleClient(access, fetch)));
  const sessionOf = (config: ParsedConfig): Session => getSession(resolveAccess(config, defaults));
  /** Core passes only configs with the same access in one call. */
  const sharedSessionOf = ([first]: readonly ParsedConfig[]) => sessionOf(first as ParsedConfig);

  const webhook = createWebhook(sessionOf);
  const read = (config: ParsedConfig, context: LoadContext) =>
    readTemplate(requireDocument(config), context.previous, sessionOf(config), context);

  return {
    name,
    configSchema,
    collectionSchema,
    capabilities: { loadTimeout: loadTimeoutSeconds, frontMatter: false },
    webhook: webhook.adapter,
    identity(config) {
      const { auth: _auth, rootUrl: _rootUrl, ...source } = config;
      const access = identifyAccess(resolveAccess(config, defaults));
      return { source, access: { ...access, ...networkIdentity({ proxy, tls }) } };
    },
    load: async (config, { signal, logger }) => read(config, { signal, logger }),
    refresh: async (config, context) => read(config, context),
    loadMany: async (configs, context) => loadMany(configs.map(requireDocument), sharedSessionOf(configs), context),
    changedSince: async (entries, context) => {
      const documents = entries.map(({ config, template }) => ({ config: requireDocument(config), template }));
      return changedSince(documents, sharedSessionOf(documents.map(({ config }) => config)), context);
    },
    list: async (config, context) => list(requireFolder(config), sessionOf(config), context),
    versions: (config, context) => listVersions(requireDocument(config), sessionOf(config), context),
    validate: (config, context) => validate(config, sessionOf(config), context),
    async close() {
      await webhook.close();
      await fetch.close();
    },
  };
}

function requireDocument(config: ParsedConfig): ParsedDocument {
  if (config.documentId !== undefined) return config;
  throw gdocsError(
    'CONFIG_INVALID',
    "folderId is for collections: use a name like 'name/*' for the entry, or use documentId",
  );
}

function requireFolder(config: ParsedConfig) {
  if (config.folderId !== undefined) return config;
  throw gdocsError('CONFIG_INVALID', "an entry named 'name/*' needs a folderId instead of a documentId");
}
