import { PromptError } from '../errors/prompt-error.ts';
import type { LoadContext } from '../provider/load-context.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { CacheContext } from './context.ts';
import type { Source } from './model.ts';
import { settleWithError, settleWithTemplate } from './settle.ts';
import { withLoadTimeout } from './with-load-timeout.ts';

/** How many single loads run at the same time if a provider has no `loadMany`. */
const maxConcurrentLoads = 64;

type Result = PromptTemplate | PromptError | undefined;

/**
 * Loads sources of one provider and credentials with the fewest calls that the provider offers.
 * Resolves, never rejects, when every source has its result.
 */
export async function loadBatch(sources: readonly [Source, ...Source[]], context: CacheContext): Promise<void> {
  const { provider } = sources[0].address;
  /** Texts that have arrived. They may be published only together with others, so no call waits for them. */
  const settling: Promise<void>[] = [];

  async function loadChanged(known: readonly Source[]): Promise<void> {
    const entries = known.map(({ address: { config }, template }) => ({
      config,
      template: template as PromptTemplate,
    }));
    await callProvider(
      known,
      async (loadContext) => provider.changedSince?.(entries, loadContext),
      async (indexes, requestedAt) => {
        const changed = new Set(indexes);
        for (const [index, source] of known.entries()) source.isInvalidated ||= changed.has(index);
        settling.push(...known.filter(mayBeUnchanged).map((source) => settle(source, source.template, requestedAt)));
        await loadAll(known.filter(({ isInvalidated }) => isInvalidated));
      },
    );
  }

  async function loadAll(wanted: readonly Source[]): Promise<void> {
    const { maxBatch = Number.POSITIVE_INFINITY } = provider.capabilities ?? {};
    const together = provider.loadMany ? wanted.filter(({ mustLoadAlone }) => !mustLoadAlone) : [];
    const isBatch = together.length > 1 && together.length <= maxBatch;
    const alone = isBatch ? wanted.filter(({ mustLoadAlone }) => mustLoadAlone) : wanted;
    await Promise.all([isBatch && loadTogether(together), loadOneByOne(alone)]);
  }

  function loadTogether(wanted: readonly Source[]): Promise<void> {
    const configs = wanted.map(({ address }) => address.config);
    return callForTexts(wanted, async (loadContext) => provider.loadMany?.(configs, loadContext));
  }

  async function loadOneByOne(wanted: readonly Source[]): Promise<void> {
    const queue = wanted.values();
    const work = async () => {
      for (const source of queue) {
        const { blockedBy } = source.access;
        if (blockedBy) settleWithError(source, blockedBy, context);
        else await callForTexts([source], async (loadContext) => [await loadOne(source, loadContext)]);
      }
    };
    await Promise.all(Array.from({ length: Math.min(maxConcurrentLoads, wanted.length) }, work));
  }

  function loadOne(source: Source, loadContext: LoadContext): Promise<PromptTemplate> {
    const { template: previous, address } = source;
    return previous && mayBeUnchanged(source) && provider.refresh
      ? provider.refresh(address.config, { ...loadContext, previous })
      : provider.load(address.config, loadContext);
  }

  function callForTexts(
    wanted: readonly Source[],
    call: (loadContext: LoadContext) => Promise<readonly Result[] | undefined>,
  ): Promise<void> {
    return callProvider(wanted, call, (results, requestedAt) => {
      if (results.length !== wanted.length) throw wrongCount(results.length, wanted.length);
      settling.push(...wanted.map((source, index) => settle(source, results[index], requestedAt)));
    });
  }

  /** Makes one call of the provider, within its time limit. If the call fails, all of its sources have failed. */
  async function callProvider<Item>(
    requested: readonly Source[],
    call: (loadContext: LoadContext) => Promise<readonly Item[] | undefined>,
    settleAll: (items: readonly Item[], requestedAt: number) => unknown,
  ): Promise<void> {
    // A text is as old as the request for it.
    const requestedAt = context.toEpochMs();
    try {
      await settleAll(await withLoadTimeout(provider, context, call), requestedAt);
    } catch (thrown) {
      const hasTimedOut = PromptError.isInstance(thrown) && thrown.code === 'TIMEOUT' && requested.length > 1;
      for (const source of requested) {
        source.mustLoadAlone ||= hasTimedOut;
        settleWithError(source, thrown, context);
      }
    }
  }

  async function settle(source: Source, result: Result, requestedAt: number): Promise<void> {
    const textOrError =
      // Neither is '' a template.
      result ||
      new PromptError(
        'CONTENT_INVALID',
        "the provider returned nothing for this prompt: report this to the provider's author",
      );
    if (textOrError instanceof Error || PromptError.isInstance(textOrError))
      settleWithError(source, textOrError, context);
    else await settleWithTemplate({ source, template: textOrError, fetchedAt: requestedAt }, context);
    if (!source.error) source.mustLoadAlone = false;
  }

  const mayBeUnchanged = ({ template, isInvalidated }: Source) => template && !isInvalidated;
  const known = sources.filter((source) => mayBeUnchanged(source) && !source.mustLoadAlone);
  const isSingleRefresh = sources.length === 1 && provider.refresh;
  if (!provider.changedSince || known.length === 0 || isSingleRefresh) {
    await loadAll(sources);
  } else {
    const knownSet = new Set(known);
    await Promise.all([loadAll(sources.filter((source) => !knownSet.has(source))), loadChanged(known)]);
  }
  await Promise.all(settling);
}

/** Without one result per config, nobody knows which text is whose. */
function wrongCount(results: number, configs: number): PromptError {
  const message = `the provider returned ${results} results for ${configs} prompts: report this to the provider's author`;
  return new PromptError('CONTENT_INVALID', message);
}
