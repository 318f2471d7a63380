import type { PromptProvider } from '@prompts/core';
import { parseOptions } from '@prompts/provider-kit';
import { createApi } from './api.ts';
import type { AcmeNotesOptions } from './config.ts';
import {
  type CollectionConfig,
  collectionSchema,
  configSchema,
  optionsSchema,
  type ParsedConfig,
  type PromptConfig,
} from './config-schema.ts';
import { listMembers } from './list-members.ts';
import { loadMany } from './load-many.ts';
import { toTemplate } from './to-template.ts';

const defaultBaseUrl = 'https://api.acme-notes.example/v1';

/**
 * Creates the provider of prompts in Acme Notes.
 * @param options A default for all entries (`token`), and what only the app may set (`baseUrl`, `allowHosts`).
 * @param registration `name`: the name under which the provider is registered. Default: `acme-notes`.
 * @returns The provider. It sends no request before a prompt is loaded.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 */
export function acmeNotes(
  options: AcmeNotesOptions = {},
  { name = 'acme-notes' }: { readonly name?: string | undefined } = {},
): PromptProvider<ParsedConfig> {
  const parsed = parseOptions(optionsSchema, options, 'acme-notes');
  const { baseUrl = defaultBaseUrl, allowHosts, ...defaults } = parsed;
  const api = createApi(baseUrl, allowHosts);
  const tokenOf = (config: ParsedConfig | undefined) => config?.token ?? defaults.token;

  return {
    name,
    configSchema,
    collectionSchema,
    identity(config) {
      const { token: _, ...source } = config;
      return { source, access: { baseUrl, token: tokenOf(config) } };
    },
    async load(config: PromptConfig, { signal }) {
      return toTemplate(await api.getNote(config.note, { token: tokenOf(config), signal }));
    },
    loadMany(configs: readonly PromptConfig[], { signal }) {
      // Core calls this only with configs whose identity has the same access, so they have the same token.
      const ids = configs.map(({ note }) => note);
      return loadMany(api, ids, { token: tokenOf(configs[0]), signal });
    },
    list(config: CollectionConfig, { signal, maxMembers }) {
      return listMembers(api, config, { token: tokenOf(config), signal }, maxMembers);
    },
    close: () => api.close(),
  };
}
