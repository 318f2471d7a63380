import type { PromptProvider, PromptTemplate } from '@prompts/core';
import type { DbConfig } from '../config.ts';
import { configSchema, type ParsedConfig } from '../config-schema.ts';

const ignore = () => {};

/** What core hands to a provider. */
export const context = {
  signal: new AbortController().signal,
  logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
};

/** As core loads: the config is checked first. Waits as long as the signal lets it. */
export async function load(
  provider: PromptProvider<ParsedConfig>,
  config: DbConfig,
  signal: AbortSignal = context.signal,
): Promise<PromptTemplate> {
  return provider.load(configSchema.parse(config), { ...context, signal });
}
