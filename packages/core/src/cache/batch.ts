import { PromptError } from '../errors/prompt-error.ts';
import type { LoadContext, PromptTemplate } from '../provider/provider.ts';
import type { CacheContext } from './context.ts';
import { withinLoadTimeout } from './load-timeout.ts';
import { settleFailed, settleLoaded } from './outcomes.ts';
import type { Source } from './source.ts';

/** Single loads that run at once where a provider has no `loadMany`. */
const concurrentLoads = 64;

/**
 * Loads sources of one provider and credentials with the fewest calls the provider offers.
 * Resolves, never rejects, when every source has its outcome.
 */
export async function loadBatch(sources: readonly [Source, ...Source[]], context: CacheContext): Promise<void> {
  const { provider } = sources[0].address;

  async function loadChanged(known: readonly Source[]): Promise<void> {
    const entries = known.map(({ address, template }) => ({
      config: address.config,
      template: template as PromptTemplate,
    }));
    await ask(
      known,
      async (load) => provider.changedSince?.(entries, load),
      async (indexes) => {
        const changed = new Set(listOf(indexes));
        await Promise.all([
          loadAll(known.filter((_, index) => changed.has(index))),
          ...known.filter((_, index) => !changed.has(index)).map((source) => settle(source, source.template)),
        ]);
      },
    );
  }

  async function loadAll(wanted: readonly Source[]): Promise<void> {
    if (wanted.length > 1 && provider.loadMany) return loadTogether(wanted);
    const queue = wanted.values();
    const work = async () => {
      for (const source of queue) await loadOne(source);
    };
    await Promise.all(Array.from({ length: Math.min(concurrentLoads, wanted.length) }, work));
  }

  async function loadTogether(wanted: readonly Source[]): Promise<void> {
    const configs = wanted.map(({ address }) => address.config);
    await ask(
      wanted,
      async (load) => provider.loadMany?.(configs, load),
      async (answer) => {
        const results = listOf(answer);
        await Promise.all(wanted.map((source, index) => settle(source, results[index])));
      },
    );
  }

  async function loadOne(source: Source): Promise<void> {
    const { template: previous, address } = source;
    const call = async (load: LoadContext) =>
      previous && provider.refresh
        ? provider.refresh(address.config, { ...load, previous })
        : provider.load(address.config, load);
    await ask([source], call, (template) => settle(source, template));
  }

  /** One call of the provider, within its limit. Where it fails, all it was about has failed. */
  async function ask<Answer>(
    about: readonly Source[],
    call: (load: LoadContext) => Promise<Answer>,
    settleAll: (answer: Answer) => Promise<void>,
  ): Promise<void> {
    try {
      await settleAll(await withinLoadTimeout(provider, context, (signal) => call({ signal, logger: context.logger })));
    } catch (thrown) {
      for (const source of about) settleFailed(source, thrown, context);
    }
  }

  async function settle(source: Source, result: PromptTemplate | PromptError | undefined): Promise<void> {
    if (result && !(result instanceof Error) && !PromptError.isInstance(result)) {
      await settleLoaded(source, result, context);
      return;
    }
    settleFailed(
      source,
      result ?? new PromptError('UNAVAILABLE', 'the provider gave no text: a template needs content'),
      context,
    );
  }

  const mayBeUnchanged = ({ template, isKnownToDiffer }: Source) => template && !isKnownToDiffer;
  const known = sources.filter(mayBeUnchanged);
  const isOneRefresh = known.length === 1 && provider.refresh;
  if (!provider.changedSince || known.length === 0 || isOneRefresh) return loadAll(sources);
  await Promise.all([loadAll(sources.filter((source) => !mayBeUnchanged(source))), loadChanged(known)]);
}

/** @throws PromptError for what is no list: a provider may be anybody's. */
function listOf<Item>(answer: readonly Item[] | undefined): readonly Item[] {
  if (Array.isArray(answer)) return answer;
  throw new PromptError('UNAVAILABLE', 'the provider gave no list');
}
