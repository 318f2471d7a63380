import { type ConfigIssue, invalid } from '../config/issues.ts';
import type { CreatePromptsOptions } from '../config/options.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import { defaultRegistry } from '../default-registry.ts';
import { nearest } from '../identity/suggest.ts';
import type { Platform } from '../platform.ts';
import type { AnyProvider, ProviderFactory } from '../provider/provider.ts';

/** Names people may have meant when nothing of that name is there. */
const wellKnown = ['github', 'confluence', 'notion', 'gdocs', 'http', 'db'];

/**
 * Finds the provider of each entry through the three doors: given by hand, registered by import, installed.
 * Code is imported only for providers that an entry uses.
 */
export async function resolveProviders(
  entries: readonly ParsedEntry[],
  options: CreatePromptsOptions,
  platform: Platform,
): Promise<{ providers: ReadonlyMap<string, AnyProvider>; issues: ConfigIssue[] }> {
  const issues: ConfigIssue[] = [];
  const providers = explicitProviders(options.providers ?? [], issues);
  const used = new Map<string, ParsedEntry>();
  for (const entry of entries) {
    if (entry.source.kind === 'provider' && !used.has(entry.provider)) used.set(entry.provider, entry);
  }
  const make = (name: string, factory: ProviderFactory, from: string) => {
    try {
      const provider = factory(options.providerOptions?.[name]);
      const fault = faultOf(provider);
      if (fault === undefined) providers.set(name, provider);
      else issues.push(invalid(`providers.${name}`, `what ${from} gives ${fault}`));
    } catch (thrown) {
      issues.push(invalid(`providerOptions.${name}`, thrown instanceof Error ? thrown.message : 'the factory threw'));
    }
  };
  for (const name of used.keys()) {
    const factory = providers.has(name) ? undefined : defaultRegistry().get(name);
    if (factory !== undefined) make(name, factory, 'its /register module');
  }
  const missing = [...used].filter(
    ([name]) => !providers.has(name) && !issues.some(({ path }) => path.endsWith(`.${name}`)),
  );
  if (missing.length === 0) return { providers, issues };

  const { discover = true } = options;
  const allow = (typeof discover === 'object' && discover.allow) || [];
  const explicit = new Set(providers.keys());
  const installed = discover === false ? undefined : await platform.discover({ root: options.root, allow, explicit });
  issues.push(...(installed?.issues ?? []));
  for (const [name, entry] of missing) {
    const loading = installed?.load(name);
    if (loading === undefined) {
      if (!issues.some(({ provider }) => provider === name))
        issues.push(missingProvider(entry, installed?.hint(name), explicit));
      continue;
    }
    try {
      make(name, await loading, 'its package');
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : 'unknown reason';
      issues.push(
        invalid(`systemPrompts.${entry.name}.provider`, `the package of provider '${name}' can't be loaded: ${reason}`),
      );
    }
  }
  return { providers, issues };
}

function explicitProviders(given: readonly AnyProvider[], issues: ConfigIssue[]): Map<string, AnyProvider> {
  const providers = new Map<string, AnyProvider>();
  if (!Array.isArray(given)) return providers;
  for (const [index, provider] of given.entries()) {
    const path = `providers.${index}`;
    const fault = faultOf(provider);
    if (fault !== undefined) {
      issues.push(invalid(path, fault));
    } else if (providers.has(provider.name)) {
      const message = `two providers are called '${provider.name}': leave one out, or give one another name`;
      issues.push({ code: 'PROVIDER_CONFLICT', path, message, provider: provider.name });
    } else {
      providers.set(provider.name, provider);
    }
  }
  return providers;
}

function faultOf(provider: unknown): string | undefined {
  if (typeof provider === 'function') return 'is a factory: call it, as in providers: [http()]';
  const { name, load } = (provider ?? {}) as Partial<AnyProvider>;
  return typeof name === 'string' && typeof load === 'function' ? undefined : 'is no provider: it needs name and load';
}

function missingProvider(
  { name, provider }: ParsedEntry,
  hint: string | undefined,
  there: Iterable<string>,
): ConfigIssue {
  const near = wellKnown.includes(provider) ? undefined : nearest(provider, [...there, ...wellKnown]);
  const parts = [
    `provider '${provider}' is not there.`,
    near === undefined ? `Type: npm install @prompts/provider-${provider}` : `Did you mean '${near}'?`,
    hint,
  ];
  return {
    code: 'PROVIDER_MISSING',
    path: `systemPrompts.${name}.provider`,
    message: parts.filter((part) => part !== undefined).join(' '),
    provider,
  };
}
