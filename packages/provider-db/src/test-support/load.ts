import type { PromptProvider, PromptTemplate } from '@prompts/core';
import type { DbConfig } from '../config.ts';
import { configSchema, type ParsedConfig } from '../config-schema.ts';

const ignore = () => {};

/** A context for calls of the provider, which is never aborted. */
export const context = {
  signal: new AbortController().signal,
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
};

/** Loads a template as core does: with the parsed config. */
export async function load(
  provider: PromptProvider<ParsedConfig>,
  config: DbConfig,
  signal: AbortSignal = context.signal,
): Promise<PromptTemplate> {
  return provider.load(configSchema.parse(config), { ...context, signal });
}
