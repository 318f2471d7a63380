import { type CreatePromptsOptions, createPrompts, type Entry, type Logger, type Prompts } from '@prompts/core';
import { loggerOf } from '../logger-of.ts';
import { waitForFirstLoads } from './create-host-prompts.ts';
import { fromPrompt } from './host-template.ts';
import { toHostText } from './host-text.ts';
import type { HostEntry, SystemPrompt } from './system-prompt.ts';

/** Options of {@link resolveSystemPrompts}: those of `createPrompts`, with the entries of the existing host among its own. */
export interface ResolveOptions extends Omit<CreatePromptsOptions, 'systemPrompts'> {
  readonly systemPrompts: Readonly<Record<string, SystemPrompt>>;
}

/**
 * Loads the entries that have a provider, once, for a host that knows only texts and files.
 * @returns The same entries: texts and files as they were, the others with their text, written for the host, and without any
 * configuration. An entry that can't be loaded and has no `fallback` is left out.
 * @throws what `createPrompts` does; `CONFIG_INVALID` for a variable that the host can't fill in.
 * @example
 * ```ts
 * const server = createAIServer({ systemPrompts: await resolveSystemPrompts({ systemPrompts }) });
 * ```
 */
export async function resolveSystemPrompts({
  systemPrompts,
  ...options
}: ResolveOptions): Promise<Record<string, string | HostEntry>> {
  const given = Object.entries(systemPrompts);
  const provided = given.filter(([, entry]) => hasProvider(entry)) as [string, Entry][];
  const prompts: Prompts = await createPrompts({ ...options, systemPrompts: Object.fromEntries(provided) });
  try {
    await waitForFirstLoads(
      prompts,
      provided.map(([name]) => name),
    );
    const untouched = given.filter(([, entry]) => !hasProvider(entry)) as [string, string | HostEntry][];
    return Object.fromEntries([...untouched, ...hostEntries(prompts, loggerOf(options.logger))]);
  } finally {
    await prompts.close();
  }
}

function hasProvider(entry: unknown): boolean {
  return Object.hasOwn(Object(entry), 'provider') || Object.hasOwn(Object(Object(entry).db), 'connection');
}

function* hostEntries(prompts: Prompts, logger: Logger): Generator<[string, HostEntry]> {
  for (const { name, state, error } of prompts.status().prompts) {
    const prompt = name.endsWith('/*') ? undefined : prompts.peek(name);
    if (!prompt) {
      logger.warn(`@prompts/server: the prompt '${name}' is left out: ${error?.message ?? state}`);
      continue;
    }
    const { id: _, systemPrompt: content, ...facts } = fromPrompt(name, prompt, toHostText(prompt));
    yield [name, { content, ...facts }];
  }
}
