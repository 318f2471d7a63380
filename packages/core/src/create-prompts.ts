import { Catalogue } from './cache/catalogue.ts';
import { createLister } from './cache/collections/lister.ts';
import type { CacheContext } from './cache/context.ts';
import { createPublisher } from './cache/derive/create-publisher.ts';
import { createReader } from './cache/reader.ts';
import { startLoading } from './cache/start-loading.ts';
import { watchSources } from './cache/watch-sources.ts';
import { checkOwnTexts } from './config/check-own-texts.ts';
import type { CheckedArgument } from './config/checked.ts';
import type { CreatePromptsOptions } from './config/create-prompts-options.ts';
import type { Entry } from './config/entry.ts';
import { type ConfigIssue, configError } from './config/issues.ts';
import { parseOptions } from './config/parse-options.ts';
import { isCollection } from './config/parsed-entry.ts';
import type { PromptsWith } from './config/prompts-of.ts';
import { logErrors } from './errors/log-errors.ts';
import { PromptError } from './errors/prompt-error.ts';
import { createEmitter } from './events/emitter.ts';
import type { HookApp } from './hooks/hook.ts';
import { takesPart } from './hooks/hooks-for.ts';
import { type Logger, loggerOf } from './logger.ts';
import type { Platform } from './platform.ts';
import { type AddressedEntry, addressEntries } from './registry/address-entries.ts';
import { readFallbacks } from './registry/read-fallbacks.ts';
import { resolveProviders } from './registry/resolve-providers.ts';
import { servePrompts } from './serve-prompts.ts';
import { type Abortable, PlainAbort } from './time/abortable.ts';
import { keepAlive, systemClock } from './time/clock.ts';
import { withTimeout } from './time/with-timeout.ts';

/** How long `close()` takes at most. */
const closeTimeoutMs = 5500;

/**
 * Reads the configuration, finds the providers and starts loading.
 * @param options The prompts by name, and how they are loaded and cached. See {@link CreatePromptsOptions}.
 * @returns The prompts. Resolves once the texts of the configuration and all `required` entries are loaded.
 * @throws `CONFIG_INVALID` with every mistake in `issues` (or the code that all of them share, such as `PROVIDER_MISSING`), or
 * the error of a `required` entry that can't be loaded. The failure of any other source is reported by `get`.
 * @example
 * ```ts
 * const prompts = await createPrompts({ systemPrompts: { greeting: 'You greet {{name}} politely.' } });
 * const text = await prompts.render('greeting', { name: 'Ada' });
 * await prompts.close();
 * ```
 */
export type CreatePrompts = <const Entries extends Readonly<Record<string, unknown>> = Record<string, Entry>>(
  options: CreatePromptsOptions<CheckedArgument<Entries>>,
) => Promise<PromptsWith<Entries>>;

/** Creates the `createPrompts` of a runtime. It turns the configuration into prompts, one step after the other. */
export function createPromptsOn(platform: Platform): CreatePrompts {
  return async (given) => {
    // All mistakes are reported together.
    const issues: ConfigIssue[] = [];
    const { entries: parsed, options } = parseOptions(given ?? {}, platform.optionShape ?? {}, issues);
    platform.prepare?.(options);
    const entries = await readFallbacks(parsed, options, platform, issues);
    const providers = await resolveProviders(entries, options, platform, issues);
    const addressed = await addressEntries(entries, providers, issues);
    platform.checkAddresses?.(addressed, options, issues);
    await checkOwnTexts(entries, issues);
    if (issues.length > 0) throw configError(issues);

    const closed = new PlainAbort();
    const context = createContext(options, closed) as CacheContext;
    const catalogue = new Catalogue(context);
    const lister = createLister(catalogue, context);
    const reader = createReader(catalogue, context);
    context.publisher = createPublisher(catalogue, context, reader);
    // Hooks see all entries, with everything that was kept of them.
    await context.publisher.publishTogether(async () => {
      // Without an issue, every entry has its address.
      for (const { entry, address } of addressed as AddressedEntry[]) {
        const { name } = entry;
        if (isCollection(name)) {
          catalogue.addCollection({ entry, address }, (collection) => context.waitUntil(lister.list(collection)));
        } else {
          catalogue.add({ name, entry, address });
        }
      }
      context.persistence = await platform.attachPersistence?.({ options, catalogue, context, lister });
    });

    const endWatches = watchSources(catalogue, context);
    const shutDown = async () => {
      closed.abort(new PromptError('CLOSED', 'close() was called: create the prompts again with createPrompts'));
      for (const { slot } of catalogue.prompts.values()) slot.expire();
      const closeParts = [
        endWatches,
        () => context.persistence?.close(),
        () => closeAll(providers.values(), 'provider', context.logger),
        () => closeAll(context.hooks, 'hook', context.logger),
      ];
      // The time covers all parts. One that hangs is abandoned, but the next ones are still closed.
      await withTimeout(keepAlive(context.clock), closeTimeoutMs, undefined, async (waitFor) => {
        for (const closePart of closeParts) await waitFor((async () => closePart())());
      });
    };
    const prompts = servePrompts({ providers, catalogue, context, reader, shutDown });
    try {
      const app = createHookApp(catalogue);
      for (const hook of context.hooks) hook.started?.(app);
      await startLoading(catalogue, reader, options.preload ?? true);
    } catch (error) {
      await prompts.close();
      throw error;
    }
    return prompts;
  };
}

function createHookApp(catalogue: Catalogue): HookApp {
  return {
    names: catalogue.items.map(({ name }) => name),
    takeReads: () => catalogue.takeReads(),
  };
}

/** Calls `close` of everything that has one. If one of them fails, the others are closed nevertheless. */
async function closeAll(
  closeables: Iterable<{ readonly name: string; close?(): Promise<void> }>,
  kind: string,
  logger: Logger,
): Promise<void> {
  const closings = Array.from(closeables, (closeable) =>
    logErrors(logger, `${kind} '${closeable.name}' failed to close`, () => closeable.close?.()),
  );
  await Promise.all(closings);
}

function createContext(
  { clock = systemClock, logger: given, hooks = [], waitUntil }: CreatePromptsOptions,
  closed: Abortable,
): Omit<CacheContext, 'publisher'> {
  const logger = loggerOf(given);
  const events = createEmitter(logger, closed);
  for (const hook of hooks) {
    const call = (method: string, work: () => unknown) =>
      logErrors(logger, `hook '${hook.name}' failed in ${method}(): catch errors inside it to see them`, work);
    events.on('change', (change) => call('changed', () => takesPart(hook, change.name) && hook.changed?.(change)));
    events.on('error', (failure) => call('failed', () => takesPart(hook, failure.name) && hook.failed?.(failure)));
  }
  const toEpochMs = (time = clock.now()) => Math.round(Date.now() - (clock.now() - time));
  const waitForAttempt = (attempt: Promise<unknown>) =>
    void logErrors(logger, 'waitUntil failed: pass a function that the runtime allows to be called at any time', () =>
      waitUntil?.(attempt),
    );
  return { clock, logger, hooks, toEpochMs, events, closed, waitUntil: waitForAttempt };
}
