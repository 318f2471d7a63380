import type { LoadContext, PromptError, PromptProvider, PromptTemplate } from '@prompts/core';
import { type SampleConfig, sampleProvider } from './sample-provider.ts';

/** A provider of the sample source, right or wrong. */
export type Provider = PromptProvider<SampleConfig>;

/** What the sample can do. */
type Good = Required<Omit<Provider, 'capabilities' | 'configSchema' | 'watch' | 'close'>>;

/** The good provider with something replaced; `good` is what it was. */
export function broken(change: (good: Good) => Partial<Provider>): Provider {
  const good = sampleProvider();
  return { ...good, ...change(good as Provider & Good) };
}

/** The good provider with another `load`. */
export function loading(load: (config: SampleConfig, context: LoadContext) => Promise<PromptTemplate>): Provider {
  return broken(() => ({ load }));
}

/** Changes what was loaded. */
export function mapped(change: (template: PromptTemplate) => PromptTemplate): Provider {
  return broken(({ load }) => ({ load: async (config, context) => change(await load(config, context)) }));
}

/** Throws something else. */
export function failing(change: (error: PromptError, config: SampleConfig) => unknown): Provider {
  return broken(({ load }) => ({
    load: (config, context) =>
      load(config, context).catch((error: PromptError) => {
        throw change(error, config);
      }),
  }));
}

/** What one writes who thinks of good days only. */
export const naive: Provider = loading(async ({ url, token }) => {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { content: await response.text() };
});
