import { type AnyProvider, createPrompts, type Prompts } from '@prompts/core';
import type { AnySource } from './check.ts';
import type { Observer } from './observer.ts';

/** Reads `ids` as an app would: through `createPrompts`, which refuses what is no prompt. `timeout`: seconds a reader waits. */
export async function throughCore<Value>(
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
  prompts.on('error', ({ error }) => observer.saw(error));
  prompts.on('stale', ({ error }) => observer.saw(error));
  try {
    return await use(prompts);
  } finally {
    observer.saw(prompts.list());
    await prompts.close();
  }
}
