import { baseUrlOf } from '@prompts/provider-kit';
import type { ParsedConfig } from './config-schema.ts';
import { type CredentialInputs, type Credentials, resolveCredentials } from './credentials.ts';
import { resolveUrl } from './resolve-url.ts';

/** The URL that a config reads, and with which credentials. Equal sources are equal, however their configs were written. */
export interface ResolvedSource {
  readonly url: URL;
  /** The server and the credentials that are sent to it. */
  readonly access: Credentials & { readonly origin: string };
}

/**
 * Combines a config with the factory's defaults. If the factory has a `baseUrl`, its credentials are for that server only.
 * @throws `CONFIG_INVALID` for a URL that is malformed.
 */
export function resolveSource(
  config: ParsedConfig,
  defaults: CredentialInputs & { readonly baseUrl?: string | undefined },
): ResolvedSource {
  const url = resolveUrl({ ...config, baseUrl: config.baseUrl ?? defaults.baseUrl });
  const { origin } = url;
  const isDefaultServer = defaults.baseUrl === undefined || baseUrlOf(defaults.baseUrl, 'http').origin === origin;
  return { url, access: { origin, ...resolveCredentials(config, isDefaultServer ? defaults : {}) } };
}
