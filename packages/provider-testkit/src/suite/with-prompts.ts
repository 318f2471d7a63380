import { type AnyProvider, createPrompts, type Prompts } from '@prompts/core';
import type { AnySource } from './check.ts';
import type { Observer } from './observer.ts';

/**
 * Calls `use` with prompts created by `createPrompts`, as an app reads them. Core rejects content that is not a prompt.
 * @param ids The prompts of the source, under these names.
 * @param cache `timeout`: how long a reader waits, in seconds.
 * @returns The result of `use`. The prompts and the provider are closed then.
 */
export async function withPrompts<Value>(
  source: AnySource,
  ids: readonly string[],
  observer: Observer,
  use: (prompts: Prompts) => Promise<Value>,
  cache: { readonly timeout: number } = { timeout: 5 },
): Promise<Value> {
  const provider: AnyProvider = source.provider;
  const entry = (id: string) => ({ provider: provider.name, config: source.config(id), frontMatter: false });
  const options = {
    systemPrompts: Object.fromEntries(ids.map((id) => [id, entry(id)])),
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
