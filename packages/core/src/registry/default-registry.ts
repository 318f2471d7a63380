import type { ProviderFactory } from '../provider/provider.ts';

const key = Symbol.for('@prompts/core/default-registry');

/**
 * Returns the factories that were registered explicitly. There is one map per process, shared by all copies of core:
 * `import '@prompts/provider-github/register'` must take effect in each of them.
 */
export function defaultRegistry(): Map<string, ProviderFactory> {
  const host = globalThis as { [key]?: Map<string, ProviderFactory> };
  host[key] ??= new Map();
  return host[key];
}

/**
 * Registers a provider for every later `createPrompts` of this process. For bundles without `node_modules`.
 * @param name The name that entries use: `provider: 'github'`.
 * @param factory Called with `providerOptions[name]`, once in each `createPrompts` that has an entry for it.
 */
export function registerProvider(name: string, factory: ProviderFactory): void {
  defaultRegistry().set(name, factory);
}
