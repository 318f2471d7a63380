import type { LoadContext } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { notion } from '../notion.ts';
import { startFakeNotion } from './fake-notion.ts';
import type { FakePage } from './fake-state.ts';

export const context: LoadContext = {
  signal: new AbortController().signal,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
};

/** Starts a fake Notion, and creates a provider and a token that can read it. */
export async function startProvider() {
  const fake = await startFakeNotion();
  const token = fake.token();
  const provider = notion({ token, baseUrl: fake.url, allowHosts: ['127.0.0.1'], requestsPerSecond: 10_000 });
  const close = async () => {
    await provider.close?.();
    await fake.close();
  };
  return {
    fake,
    token,
    provider: provider as Required<typeof provider>,
    /** Loads a page of the fake. */
    load: (page: FakePage, config: Partial<ParsedConfig> = {}) =>
      provider.load({ pageId: page.id, ...config } as ParsedConfig, context),
    close,
    [Symbol.asyncDispose]: close,
  };
}
