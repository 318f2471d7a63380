import type { CreatePromptsOptions } from '../config/create-prompts-options.ts';
import { type ConfigIssue, invalid } from '../config/issues.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import type { AnyProvider } from '../provider/provider.ts';
import { contentProvider } from './content-provider.ts';
import { createProvider } from './create-provider.ts';
import { defaultRegistry } from './default-registry.ts';
import { missingProvider } from './missing-provider.ts';
import { findProviderFault } from './provider-fault.ts';
import type { ProviderSources } from './provider-sources.ts';

/** Why a provider was not discovered on a runtime that has no discovery. */
const noDiscovery = { text: '', hasFix: false };

/**
 * Finds the provider of each entry: one passed explicitly, one of core's own, one registered by an import, or an installed
 * one, in this order. Code is imported only for providers that an entry uses.
 * @param issues Receives every mistake.
 */
export async function resolveProviders(
  entries: readonly ParsedEntry[],
  options: CreatePromptsOptions,
  platform: ProviderSources,
  issues: ConfigIssue[],
): Promise<ReadonlyMap<string, AnyProvider>> {
  const { providers: passed = [], providerOptions = {}, discover } = options;
  const providers = new Map<string, AnyProvider>([['content', contentProvider]]);
  for (const [index, provider] of passed.entries()) {
    const path = `providers.${index}`;
    const fault = findProviderFault(provider);
    if (fault) {
      issues.push(invalid(path, fault));
      continue;
    }
    const { name } = provider;
    if (!providers.has(name)) providers.set(name, provider);
    else issues.push(invalid(path, `two providers are named '${name}': remove one`, name, 'PROVIDER_CONFLICT'));
  }
  const used = new Set(entries.map(({ provider }) => provider));
  // It reads the environment, for which Deno requires a permission.
  const files = used.has('file') && !providers.has('file') ? platform.files?.(options) : undefined;
  if (files) providers.set('file', files);

  const wanted = used.difference(providers);
  const registered = defaultRegistry();
  const installed = await platform.findInstalled?.(wanted.difference(registered), providers, options, issues);
  for (const name of wanted) {
    const factory = registered.get(name);
    const found = factory ? { factory } : installed?.factories.get(name);
    const provider = found && createProvider(name, found, providerOptions, issues);
    if (provider) providers.set(name, provider);
    if (found || issues.some((issue) => issue.provider === name)) continue;
    const entry = entries.find((each) => each.provider === name) as ParsedEntry;
    const reason = installed?.reasons.get(name) ?? (discover === false ? undefined : noDiscovery);
    const known = [...providers.keys(), ...registered.keys(), ...(installed?.names ?? [])];
    issues.push(missingProvider(entry, reason, known));
  }
  return providers;
}
