import { type CreatePromptsOptions, createPrompts, PromptError, type Prompts } from '@prompts/core';

/**
 * Creates the prompts. Texts and files that core refuses are left out, and never make it fail.
 * @param isHostText Whether an entry is such a text.
 * @param onRefused Is called with each of them.
 * @throws what `createPrompts` does, for other mistakes.
 */
export async function createHostPrompts(
  options: CreatePromptsOptions,
  isHostText: (name: string) => boolean,
  onRefused: (name: string, reason: string) => void,
): Promise<Prompts> {
  try {
    return await createPrompts(options);
  } catch (error) {
    const refused = refusedEntries(error, Object.keys(options.systemPrompts).filter(isHostText));
    if (!refused) throw error;
    for (const [name, reason] of refused) onRefused(name, reason);
    const entries = Object.entries(options.systemPrompts).filter(([name]) => !refused.has(name));
    return createHostPrompts({ ...options, systemPrompts: Object.fromEntries(entries) }, isHostText, onRefused);
  }
}

/** @returns What is wrong with each entry. Undefined if something else is wrong as well. */
function refusedEntries(error: unknown, names: readonly string[]): Map<string, string> | undefined {
  const { issues = [] } = PromptError.isInstance(error) ? error : {};
  const refused = new Map<string, string>();
  for (const { path, message } of issues) {
    const name = names.find((name) => path === `systemPrompts.${name}` || path.startsWith(`systemPrompts.${name}.`));
    if (name === undefined) return undefined;
    refused.set(name, message);
  }
  return refused.size > 0 ? refused : undefined;
}

/**
 * Waits until every entry, and every member of a collection, has been loaded or has failed, or its `timeout` is over.
 * @param names Those of the entries.
 */
export async function waitForFirstLoads(prompts: Prompts, names: readonly string[]): Promise<void> {
  const collections = names.filter((name) => name.endsWith('/*'));
  await Promise.allSettled(collections.map((name) => prompts.get(name)));
  const loading = prompts.list().filter(({ name, state }) => state === 'loading' && !name.endsWith('/*'));
  await Promise.allSettled(loading.map(({ name }) => prompts.get(name)));
}
