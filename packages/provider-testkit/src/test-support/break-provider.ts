import type { LoadContext, PromptError, PromptProvider, PromptTemplate } from '@prompts/core';
import { type SampleConfig, sampleProvider } from './sample-provider.ts';

/** A provider of the sample source. */
export type Provider = PromptProvider<SampleConfig>;

/** What the sample provider implements. */
type Original = Required<Omit<Provider, 'capabilities' | 'configSchema' | 'watch' | 'close'>>;

/** Returns the sample provider with the members that `change` replaces. */
export function breakProvider(change: (original: Original) => Partial<Provider>): Provider {
  const original = sampleProvider();
  return { ...original, ...change(original as Provider & Original) };
}

/** Returns the sample provider with another `load`. */
export function loadWith(load: (config: SampleConfig, context: LoadContext) => Promise<PromptTemplate>): Provider {
  return breakProvider(() => ({ load }));
}

/** Returns the sample provider with a `load` that changes its template. */
export function mapTemplates(change: (template: PromptTemplate) => PromptTemplate): Provider {
  return breakProvider(({ load }) => ({ load: async (config, context) => change(await load(config, context)) }));
}

/** Returns the sample provider with a `load` that throws another error. */
export function failWith(change: (error: PromptError, config: SampleConfig) => unknown): Provider {
  return breakProvider(({ load }) => ({
    load: (config, context) =>
      load(config, context).catch((error: PromptError) => {
        throw change(error, config);
      }),
  }));
}

/** A provider without error handling. */
export const naiveProvider: Provider = loadWith(async ({ url, token }) => {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { content: await response.text() };
});
