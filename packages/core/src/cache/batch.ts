import { PromptError } from '../errors/prompt-error.ts';
import type { AnyProvider, LoadContext, PromptTemplate } from '../provider/provider.ts';
import type { CacheContext } from './context.ts';
import { withinLoadTimeout } from './load-timeout.ts';
import { settleFailed, settleLoaded } from './outcomes.ts';
import type { Source } from './source.ts';

/** Single loads that run at once where a provider has no `loadMany`. */
const concurrentLoads = 64;

/** Loads sources of one provider and credentials with the fewest calls the provider offers. */
export class Batch {
  readonly #provider: AnyProvider;
  readonly #context: CacheContext;

  constructor(provider: AnyProvider, context: CacheContext) {
    this.#provider = provider;
    this.#context = context;
  }

  /** Resolves, never rejects, when every source has its outcome. */
  async load(sources: readonly Source[]): Promise<void> {
    const { changedSince, refresh } = this.#provider;
    const mayBeUnchanged = sources.filter(
      ({ template, isKnownToDiffer }) => template !== undefined && !isKnownToDiffer,
    );
    const isOneRefresh = mayBeUnchanged.length === 1 && refresh !== undefined;
    if (changedSince === undefined || mayBeUnchanged.length === 0 || isOneRefresh) return this.#loadAll(sources);
    const others = sources.filter(({ template, isKnownToDiffer }) => template === undefined || isKnownToDiffer);
    await Promise.all([this.#loadAll(others), this.#loadChanged(mayBeUnchanged)]);
  }

  async #loadChanged(known: readonly Source[]): Promise<void> {
    const entries = known.map(({ address: { config }, template }) => ({ config, template }));
    const ask = (load: LoadContext) => this.#provider.changedSince?.(entries as never, load);
    await this.#ask(known, ask, async (indexes) => {
      const changed = new Set(listOf(indexes));
      await Promise.all([
        this.#loadAll(known.filter((_, index) => changed.has(index))),
        ...known.filter((_, index) => !changed.has(index)).map((source) => this.#settle(source, source.template)),
      ]);
    });
  }

  async #loadAll(sources: readonly Source[]): Promise<void> {
    if (sources.length > 1 && this.#provider.loadMany !== undefined) return this.#loadTogether(sources);
    const queue = sources.values();
    const work = async () => {
      for (const source of queue) await this.#loadOne(source);
    };
    await Promise.all(Array.from({ length: Math.min(concurrentLoads, sources.length) }, work));
  }

  async #loadTogether(sources: readonly Source[]): Promise<void> {
    const configs = sources.map(({ address }) => address.config);
    const ask = (load: LoadContext) => this.#provider.loadMany?.(configs, load);
    await this.#ask(sources, ask, async (answer) => {
      const results = listOf(answer);
      await Promise.all(sources.map((source, index) => this.#settle(source, results[index])));
    });
  }

  async #loadOne(source: Source): Promise<void> {
    const { template: previous, address } = source;
    const provider = this.#provider;
    const ask = (load: LoadContext) =>
      previous !== undefined && provider.refresh !== undefined
        ? provider.refresh(address.config, { ...load, previous })
        : provider.load(address.config, load);
    await this.#ask([source], ask, (template) => this.#settle(source, template));
  }

  /** One call of the provider, within its limit. Where it fails, all it was about has failed. */
  async #ask<Answer>(
    about: readonly Source[],
    call: (load: LoadContext) => Promise<Answer> | undefined,
    settle: (answer: Answer | undefined) => Promise<void>,
  ): Promise<void> {
    const { logger } = this.#context;
    try {
      await settle(await withinLoadTimeout(this.#provider, this.#context, async (signal) => call({ signal, logger })));
    } catch (thrown) {
      for (const source of about) settleFailed(source, thrown, this.#context);
    }
  }

  async #settle(source: Source, result: PromptTemplate | PromptError | undefined): Promise<void> {
    if (result !== undefined && !(result instanceof Error) && !PromptError.isInstance(result)) {
      await settleLoaded(source, result, this.#context);
      return;
    }
    const error = result ?? new PromptError('UNAVAILABLE', 'the provider gave no result for it');
    settleFailed(source, error, this.#context);
  }
}

/** @throws PromptError for what is no list: a provider may be anybody's. */
function listOf<Item>(answer: readonly Item[] | undefined): readonly Item[] {
  if (Array.isArray(answer)) return answer;
  throw new PromptError('UNAVAILABLE', 'the provider gave no list');
}
