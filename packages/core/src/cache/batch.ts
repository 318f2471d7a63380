import { PromptError } from '../errors/prompt-error.ts';
import type { Logger } from '../logger.ts';
import type { AnyProvider, LoadContext, PromptTemplate } from '../provider/provider.ts';
import type { Source } from './source.ts';

/** Sources of one group that are asked for together, and where the answers go as they come. */
export interface Batch {
  readonly provider: AnyProvider;
  readonly sources: readonly Source[];
  readonly signal: AbortSignal;
  readonly logger: Logger;
  loaded(source: Source, template: PromptTemplate): void;
  failed(source: Source, thrown: unknown): void;
}

/** Single loads of one batch that run at once where a provider has no `loadMany`. */
const concurrentLoads = 64;

/** Asks for every source of a batch with the fewest calls the provider offers. Never rejects. */
export async function fetchBatch(batch: Batch): Promise<void> {
  const { provider, sources } = batch;
  const known = sources.filter(({ template }) => template !== undefined);
  const isOneRefresh = known.length === 1 && provider.refresh !== undefined;
  if (provider.changedSince === undefined || known.length === 0 || isOneRefresh) return loadAll(batch, sources);
  const absent = sources.filter(({ template }) => template === undefined);
  await Promise.all([loadAll(batch, absent), loadChanged(batch, known)]);
}

async function loadChanged(batch: Batch, known: readonly Source[]): Promise<void> {
  const { provider, signal, logger } = batch;
  try {
    const entries = known.map(({ address, template }) => ({
      config: address.config,
      template: template as PromptTemplate,
    }));
    const indexes = new Set(await provider.changedSince?.(entries, { signal, logger }));
    for (const [index, source] of known.entries()) {
      if (!indexes.has(index)) batch.loaded(source, source.template as PromptTemplate);
    }
    await loadAll(
      batch,
      known.filter((_, index) => indexes.has(index)),
    );
  } catch (thrown) {
    for (const source of known) batch.failed(source, thrown);
  }
}

async function loadAll(batch: Batch, sources: readonly Source[]): Promise<void> {
  if (sources.length > 1 && batch.provider.loadMany !== undefined) return loadTogether(batch, sources);
  const queue = sources.values();
  const work = async () => {
    for (const source of queue) await loadOne(batch, source);
  };
  await Promise.all(Array.from({ length: Math.min(concurrentLoads, sources.length) }, work));
}

async function loadTogether(batch: Batch, sources: readonly Source[]): Promise<void> {
  const { provider, signal, logger } = batch;
  try {
    const configs = sources.map(({ address }) => address.config);
    const results = (await provider.loadMany?.(configs, { signal, logger })) ?? [];
    for (const [index, source] of sources.entries()) {
      const result = results[index];
      if (result === undefined || result instanceof Error || PromptError.isInstance(result)) {
        batch.failed(source, result ?? new PromptError('UNAVAILABLE', 'the provider gave no result for it'));
      } else {
        batch.loaded(source, result);
      }
    }
  } catch (thrown) {
    for (const source of sources) batch.failed(source, thrown);
  }
}

async function loadOne(batch: Batch, source: Source): Promise<void> {
  const { provider, signal, logger } = batch;
  const { template: previous, address } = source;
  const context: LoadContext = { signal, logger, ...(previous !== undefined && { previous }) };
  try {
    const template =
      previous !== undefined && provider.refresh !== undefined
        ? await provider.refresh(address.config, context)
        : await provider.load(address.config, context);
    batch.loaded(source, template);
  } catch (thrown) {
    batch.failed(source, thrown);
  }
}
