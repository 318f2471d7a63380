import type { LoadContext } from '@prompts/core';
import type { GoogleDocsConfig, GoogleDocsOptions } from '../config.ts';
import { configSchema, type ParsedConfig } from '../config-schema.ts';
import { gdocs } from '../gdocs.ts';
import { documentOf } from './document-json.ts';
import { type FakeGoogleOptions, startFakeGoogle } from './fake-google.ts';

export const context: LoadContext = {
  signal: new AbortController().signal,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
};

/** Creates an id that looks like Google's. */
export const idOf = (name: string) => `document-${name}-0000`;

export type StartedProvider = Awaited<ReturnType<typeof startProvider>>;

/**
 * Starts a fake of Google's APIs, and creates a provider with a token for it.
 * @param scopes The scopes of the token.
 */
export async function startProvider(
  scopes: readonly string[] = ['drive.readonly'],
  fakeOptions: FakeGoogleOptions = {},
  options: GoogleDocsOptions = {},
) {
  const fake = await startFakeGoogle(fakeOptions);
  const token = fake.token(...scopes);
  const defaults = { rootUrl: fake.url, auth: { token } };
  const provider = gdocs({ allowHosts: ['127.0.0.1'], ...defaults, ...options }) as Required<ReturnType<typeof gdocs>>;
  const parse = (config: GoogleDocsConfig): ParsedConfig => configSchema.parse(config);
  const config = (name: string, overrides: object = {}) => parse({ documentId: idOf(name), ...overrides });
  const close = async () => {
    await provider.close();
    await fake.close();
  };
  return {
    fake,
    token,
    provider,
    config,
    folder: (folderId = 'root-folder-0') => parse({ folderId }),
    /** Writes a document with a paragraph per line. */
    write: (name: string, text: string) => fake.state.write(idOf(name), documentOf(text)),
    load: (name: string, overrides?: object) => provider.load(config(name, overrides), context),
    close,
    [Symbol.asyncDispose]: close,
  };
}
