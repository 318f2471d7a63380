import { Catalogue } from './cache/catalogue.ts';
import type { CacheContext } from './cache/context.ts';
import { fallbackOf } from './cache/fallback.ts';
import { createReader } from './cache/reader.ts';
import { startLoading } from './cache/start-loading.ts';
import { watch } from './cache/watch.ts';
import { systemClock } from './clock.ts';
import { Collection } from './collections/collection.ts';
import { createLister } from './collections/lister.ts';
import type { Checked, PromptName, RefreshName } from './config/checked.ts';
import type { Entry } from './config/entry.ts';
import { type ConfigIssue, configError } from './config/issues.ts';
import type { CreatePromptsOptions } from './config/options.ts';
import { parseOptions } from './config/parse-options.ts';
import { isCollection } from './config/parsed-entry.ts';
import { PromptError } from './errors/prompt-error.ts';
import { createEmitter, guarded } from './events/emitter.ts';
import { silentLogger } from './logger.ts';
import type { Platform } from './platform.ts';
import type { Prompts } from './prompts.ts';
import { type AddressedEntry, addressEntries } from './registry/address-entries.ts';
import { resolveProviders } from './registry/resolve-providers.ts';
import { servePrompts } from './served-prompts.ts';

/**
 * Reads the configuration, finds the providers and starts loading.
 * @throws `CONFIG_INVALID` with every mistake in `issues` (or the one code they share, such as `PROVIDER_MISSING`), or why
 * a `required` entry can't be had. Never for anything else: a source that is down is a matter of `get`.
 */
export type CreatePrompts = <const Entries extends Record<string, Entry>>(
  options: Omit<CreatePromptsOptions, 'systemPrompts'> & { readonly systemPrompts: Entries & Checked<Entries> },
) => Promise<Prompts<PromptName<Entries>, RefreshName<Entries>>>;

/** `createPrompts` for a runtime. From configuration to prompts, in the order of the design. */
export function createPromptsOn(platform: Platform): CreatePrompts {
  return async (given) => {
    // Every mistake is told at once.
    const issues: ConfigIssue[] = [];
    const { entries, options } = parseOptions(given ?? {}, platform, issues);
    platform.prepare?.(options);
    const providers = await resolveProviders(entries, options, platform, issues);
    const addressed = await addressEntries(entries, providers, issues);
    // Past this every entry has its address.
    if (issues.length > 0) throw configError(issues);

    const closing = new AbortController();
    const context = contextOf(options, closing.signal);
    const catalogue = new Catalogue(context);
    const lister = createLister(catalogue, context);
    for (const { entry, address } of addressed as AddressedEntry[]) {
      const fallbackFor = await fallbackOf(entry, context);
      const { name } = entry;
      if (isCollection(name)) {
        catalogue.collections.push(new Collection({ entry, address, fallbackFor }, context.clock, lister.list));
      } else {
        catalogue.add({ name, entry, address, fallback: fallbackFor(name) });
      }
    }
    await platform.attachTiers?.({ options, catalogue, context, lister });

    const endWatch = watch(catalogue, context);
    const shutDown = async () => {
      closing.abort(new PromptError('CLOSED', 'the prompts were closed'));
      for (const { slot } of catalogue.prompts.values()) slot.expire();
      await endWatch();
      await context.tiers?.close();
      const closings = Array.from(providers.values(), (provider) =>
        guarded(context.logger, 'a provider failed to close', () => provider.close?.()),
      );
      await Promise.all(closings);
    };
    const reader = createReader(catalogue, context);
    const prompts = servePrompts({ catalogue, context, reader, shutDown });
    try {
      await startLoading(catalogue, reader, options.preload ?? true);
    } catch (error) {
      await prompts.close();
      throw error;
    }
    return prompts;
  };
}

function contextOf(
  { clock = systemClock, logger = silentLogger, hooks = [] }: CreatePromptsOptions,
  closed: AbortSignal,
): CacheContext {
  const epoch = Date.now() - clock.now();
  const events = createEmitter(logger, closed);
  for (const hook of hooks) {
    events.on('change', (change) => hook.changed?.(change));
    events.on('error', (failure) => hook.failed?.(failure));
  }
  const epochOf = (time = clock.now()) => Math.round(epoch + time);
  return { clock, logger, hooks, epochOf, events, closed };
}
