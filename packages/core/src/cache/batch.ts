import { PromptError } from '../errors/prompt-error.ts';
import type { LoadContext, PromptTemplate } from '../provider/provider.ts';
import type { CacheContext } from './context.ts';
import { withinLoadTimeout } from './load-timeout.ts';
import { settleFailed, settleLoaded } from './outcomes.ts';
import type { Source } from './source.ts';

/** Single loads that run at once, at most, where a provider has no `loadMany`. */
const concurrentLoads = 64;

type Result = PromptTemplate | PromptError | undefined;

/**
 * Loads sources of one provider and credentials with the fewest calls the provider offers.
 * Resolves, never rejects, when every source has its outcome.
 */
export async function loadBatch(sources: readonly [Source, ...Source[]], context: CacheContext): Promise<void> {
  const { provider } = sources[0].address;

  async function loadChanged(known: readonly Source[]): Promise<void> {
    const entries = known.map(({ address: { config }, template }) => ({
      config,
      template: template as PromptTemplate,
    }));
    await ask(
      known,
      async (load) => provider.changedSince?.(entries, load),
      async (indexes) => {
        const changed = new Set(indexes);
        for (const [index, source] of known.entries()) source.isKnownToDiffer ||= changed.has(index);
        await Promise.all([
          loadAll(known.filter(({ isKnownToDiffer }) => isKnownToDiffer)),
          ...known.filter(mayBeUnchanged).map((source) => settle(source, source.template)),
        ]);
      },
    );
  }

  async function loadAll(wanted: readonly Source[]): Promise<void> {
    if (wanted.length > 1 && provider.loadMany) {
      const configs = wanted.map(({ address }) => address.config);
      return askForTexts(wanted, async (load) => provider.loadMany?.(configs, load));
    }
    const queue = wanted.values();
    const work = async () => {
      for (const source of queue) await askForTexts([source], async (load) => [await loadOne(source, load)]);
    };
    await Promise.all(Array.from({ length: Math.min(concurrentLoads, wanted.length) }, work));
  }

  function loadOne(source: Source, load: LoadContext): Promise<PromptTemplate> {
    const { template: previous, address } = source;
    return previous && mayBeUnchanged(source) && provider.refresh
      ? provider.refresh(address.config, { ...load, previous })
      : provider.load(address.config, load);
  }

  function askForTexts(
    wanted: readonly Source[],
    call: (load: LoadContext) => Promise<readonly Result[] | undefined>,
  ): Promise<void> {
    return ask(wanted, call, (results) => Promise.all(wanted.map((source, index) => settle(source, results[index]))));
  }

  /** One call of the provider, within its limit. Where it fails, all it was about has failed. */
  async function ask<Item>(
    about: readonly Source[],
    call: (load: LoadContext) => Promise<readonly Item[] | undefined>,
    settleAll: (answer: readonly Item[]) => Promise<unknown>,
  ): Promise<void> {
    try {
      await settleAll(await withinLoadTimeout(provider, context, call));
    } catch (thrown) {
      for (const source of about) settleFailed(source, thrown, context);
    }
  }

  async function settle(source: Source, result: Result): Promise<void> {
    const given = result ?? new PromptError('UNAVAILABLE', 'the provider gave no text: a template needs content');
    if (given instanceof Error || PromptError.isInstance(given)) settleFailed(source, given, context);
    else await settleLoaded(source, given, context);
  }

  const mayBeUnchanged = ({ template, isKnownToDiffer }: Source) => template && !isKnownToDiffer;
  const known = sources.filter(mayBeUnchanged);
  const isOneRefresh = known.length === 1 && provider.refresh;
  if (!provider.changedSince || known.length === 0 || isOneRefresh) return loadAll(sources);
  await Promise.all([loadAll(sources.filter((source) => !mayBeUnchanged(source))), loadChanged(known)]);
}
