import type { LoadContext } from '@prompts/core';
import type { ConfluenceConfig, ConfluenceDeployment, ConfluenceOptions } from '../config.ts';
import { configSchema, type ParsedConfig } from '../config-schema.ts';
import { confluence } from '../confluence.ts';
import { type FakeOptions, startFakeConfluence } from './fake-confluence.ts';

export const context: LoadContext = {
  signal: new AbortController().signal,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
};

export const deployments: readonly ConfluenceDeployment[] = ['cloud', 'data-center'];

/** Starts a fake Confluence and a provider that may reach it. */
export async function startProvider(fakeOptions: FakeOptions = {}, options: ConfluenceOptions = {}) {
  const fake = await startFakeConfluence(fakeOptions);
  const provider = confluence({ allowHosts: ['127.0.0.1'], ...options }) as Required<ReturnType<typeof confluence>>;
  const config = (own: ConfluenceConfig): ParsedConfig => configSchema.parse({ ...fake.access, ...own });
  const close = async () => {
    await provider.close();
    await fake.close();
  };
  return {
    fake,
    provider,
    config,
    load: (own: ConfluenceConfig) => provider.load(config(own), context),
    /** Loads a page alone, and together with page 1. */
    async loadBothWays(own: ConfluenceConfig) {
      const alone = await provider.load(config(own), context).catch((error: unknown) => error);
      const [together] = await provider.loadMany([config(own), config({ pageId: 1 })], context);
      return [alone, together];
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
