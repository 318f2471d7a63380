import { type AnyProvider, createPrompts, type Prompts } from '@prompts/core';
import type { AnySource } from './check.ts';
import type { Observer } from './observer.ts';

/**
 * Calls `use` with prompts created by `createPrompts`, as an app reads them. Core rejects content that is not a prompt.
 * @param configs The configs of the prompts, as an app writes them, by name.
 * @param cache `timeout`: how long a reader waits, in seconds.
 * @returns The result of `use`. The prompts and the provider are closed then.
 */
export async function withPrompts<Value>(
  source: AnySource,
  configs: Readonly<Record<string, unknown>>,
  observer: Observer,
  use: (prompts: Prompts) => Promise<Value>,
  cache: { readonly timeout: number } = { timeout: 5 },
): Promise<Value> {
  const provider: AnyProvider = source.provider;
  const entry = (config: unknown) => ({ provider: provider.name, config: config as object, frontMatter: false });
  const options = {
    systemPrompts: Object.fromEntries(Object.entries(configs).map(([name, config]) => [name, entry(config)])),
    providers: [provider],
    discover: false,
    preload: false,
    cache,
    logger: observer.logger,
  };
  const prompts: Prompts = await createPrompts(options);
  observer.providerClosed = true;
  prompts.on('error', ({ error }) => observer.record(error));
  prompts.on('stale', ({ error }) => observer.record(error));
  try {
    return await use(prompts);
  } finally {
    observer.record(prompts.list());
    await prompts.close();
  }
}
