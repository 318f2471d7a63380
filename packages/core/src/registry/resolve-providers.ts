import type { CreatePromptsOptions } from '../config/create-prompts-options.ts';
import { type ConfigIssue, invalid } from '../config/issues.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import { fromThrown } from '../errors/from-thrown.ts';
import { didYouMean } from '../identity/suggest.ts';
import type { AnyProvider } from '../provider/provider.ts';
import { contentProvider } from './content-provider.ts';
import { defaultRegistry } from './default-registry.ts';
import { inBundle } from './in-bundle.ts';
import type { MissingReason, ProviderSources } from './provider-sources.ts';

/** The providers that we publish: suggestions for an unknown name. */
const published = ['github', 'confluence', 'notion', 'gdocs', 'http', 'db'];

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
  const providers = new Map<string, AnyProvider>([['content', contentProvider]]);
  const add = (provider: AnyProvider, path: string, name = provider?.name) => {
    const fault = faultOf(provider);
    if (fault) issues.push(invalid(path, fault));
    else if (!providers.has(name)) providers.set(name, provider);
    else issues.push(invalid(path, `two providers are named '${name}': remove one`, name, 'PROVIDER_CONFLICT'));
  };
  for (const [index, provider] of (options.providers ?? []).entries()) add(provider, `providers.${index}`);
  const used = new Set(entries.map(({ provider }) => provider));
  // It reads the environment, for which Deno requires a permission.
  const files = used.has('file') && !providers.has('file') ? platform.files?.(options) : undefined;
  if (files) providers.set('file', files);

  const wanted = used.difference(providers);
  const registered = defaultRegistry();
  const unknown = wanted.difference(registered);
  const installed = await platform.findInstalled?.(unknown, providers, options, issues);
  for (const name of wanted) {
    const factory = registered.get(name) ?? installed?.factories.get(name);
    try {
      if (factory) add(factory(options.providerOptions?.[name], { name }), `providers.${name}`, name);
      else if (!issues.some(({ provider }) => provider === name)) {
        const first = entries.find(({ provider }) => provider === name);
        issues.push(
          missing(first as ParsedEntry, installed?.reasons.get(name) ?? notDiscovered(options), providers.keys()),
        );
      }
    } catch (thrown) {
      const { message } = fromThrown(thrown, name, { config: options.providerOptions });
      issues.push(invalid(`providerOptions.${name}`, message));
    }
  }
  return providers;
}

function faultOf(provider: unknown): string | undefined {
  if (typeof provider === 'function') return 'is a factory, not a provider: call it, as in providers: [http()]';
  const { name, load } = (provider ?? {}) as Partial<AnyProvider>;
  if (typeof name !== 'string' || typeof load !== 'function') return 'is not a provider: it needs name and load';
  return undefined;
}

function missing(
  { name, form, provider }: ParsedEntry,
  reason: MissingReason,
  available: Iterable<string>,
): ConfigIssue {
  const path = `systemPrompts.${name}.${form}`;
  if (form === 'file') return invalid(path, 'this runtime has no file system: use content or a provider');
  const fix = reason.hasFix ? undefined : installationOf(provider, available);
  const sentences = [`provider '${provider}' is not available.`, reason.text, fix];
  return invalid(path, sentences.filter(Boolean).join(' '), provider, 'PROVIDER_MISSING');
}

function notDiscovered({ discover }: CreatePromptsOptions): MissingReason {
  return { text: discover === false ? 'Discovery is turned off with discover: false.' : '', hasFix: false };
}

/** Returns how to install a provider, or the correct spelling of its name. */
function installationOf(provider: string, available: Iterable<string>): string {
  if (published.includes(provider)) {
    const name = `@prompts/provider-${provider}`;
    return `Run npm install ${name}, or pass the provider in providers. ${inBundle(name)}`;
  }
  return (
    didYouMean(provider, [...available, ...published]) ??
    'Install the package that provides it (in a bundle, also import its /register module), or pass the provider in providers.'
  );
}
