import type { ProviderFactory } from '../provider/provider.ts';

const key = Symbol.for('@prompts/core/default-registry');

/**
 * Factories registered by hand. One map for the process, whichever copy of core is asked:
 * `import '@prompts/provider-github/register'` must count for all of them.
 */
export function defaultRegistry(): Map<string, ProviderFactory> {
  const host = globalThis as { [key]?: Map<string, ProviderFactory> };
  host[key] ??= new Map();
  return host[key];
}

/**
 * Makes a provider known to every later `createPrompts` of this process. For bundles without `node_modules`.
 * @param name What entries call it by.
 * @param factory Called with `providerOptions[name]` when an entry first uses it.
 */
export function registerProvider(name: string, factory: ProviderFactory): void {
  defaultRegistry().set(name, factory);
}
