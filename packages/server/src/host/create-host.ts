import type { CreatePromptsOptions, Logger, Prompt, Prompts } from '@prompts/core';
import { createHostPrompts, waitForFirstLoads } from './create-host-prompts.ts';
import { hostFiles } from './host-files.ts';
import { createPromptManager, type PromptManager } from './prompt-manager.ts';
import { readEntries } from './read-entries.ts';
import type { RegisteredPrompt } from './registered-prompt.ts';
import type { SystemPrompt } from './system-prompt.ts';

/** The prompts of a server, and the existing hosts' view of them. */
export interface Host {
  readonly prompts: Prompts;
  readonly promptManager: PromptManager;
  /** The templates of `promptManager.registerPrompt`. */
  readonly registered: ReadonlyMap<string, RegisteredPrompt>;
  /** Whether a prompt is filled in as the existing hosts do, and not by its own `render`. */
  readonly isHostText: (prompt: Prompt) => boolean;
  /** The names of the required entries. */
  readonly required: readonly string[];
}

/**
 * Creates the prompts of a configuration. Resolves when every entry has been loaded, has failed, or has exceeded its `timeout`.
 * @throws what `createPrompts` does, but not for a text, a file or a required entry.
 */
export async function createHost(
  systemPrompts: Readonly<Record<string, SystemPrompt>>,
  options: Omit<CreatePromptsOptions, 'systemPrompts'>,
  logger: Logger,
): Promise<Host> {
  const { entries, hostTexts, required } = readEntries(systemPrompts, hasDatabase(options), logger);
  const faults = new Map<string, string>();
  const prompts = await createHostPrompts(
    { ...options, systemPrompts: entries, providers: [hostFiles(options.watchFiles), ...(options.providers ?? [])] },
    (name) => hostTexts.has(name),
    (name, reason) => faults.set(name, reason),
  );
  const registered = new Map<string, RegisteredPrompt>();
  const isHostText = ({ name, provider }: Prompt) =>
    (provider === 'content' || provider === 'file') && entryOf(name, hostTexts)?.syntax === undefined;
  const promptManager = createPromptManager(prompts, registered, isHostText);
  if (options.preload !== false) await waitForFirstLoads(prompts, Object.keys(entries));
  for (const { name, state, error } of prompts.status().prompts) {
    if (state === 'failed') faults.set(name, error?.message ?? 'it has no text');
  }
  const mustPassHooks = options.hooks?.some(({ loaded }) => loaded) ?? false;
  for (const [id, reason] of faults) {
    const { content, name, description, variables, category, version } = hostTexts.get(id) ?? {};
    // The existing hosts accept any text. But a hook may have refused this one, or be unable to complete it yet.
    const isServed = content && !mustPassHooks;
    if (isServed)
      promptManager.registerPrompt({ id, systemPrompt: content, name, description, variables, category, version });
    const consequence = isServed ? 'is served without its options' : 'has no text';
    logger.warn(`@prompts/server: the prompt '${id}' ${consequence}: ${reason}`);
  }
  return { prompts, promptManager, registered, isHostText, required };
}

/** Whether there is a database for `db` entries that name none. */
function hasDatabase({ providers = [], providerOptions = {} }: Partial<CreatePromptsOptions>): boolean {
  const databaseOptions = Object(providerOptions.db);
  return (
    providers.some(({ name }) => name === 'db') || ['connection', 'knex', 'pool'].some((key) => databaseOptions[key])
  );
}

/** @returns The entry of a prompt: its own, or that of the collection it belongs to. */
function entryOf<Entry>(name: string, entries: ReadonlyMap<string, Entry>): Entry | undefined {
  const own = entries.get(name);
  if (own) return own;
  for (const [key, entry] of entries) if (key.endsWith('/*') && name.startsWith(key.slice(0, -1))) return entry;
  return undefined;
}
