import { type Clock, type Logger, PromptError } from '@prompts/core';
import { timedOut, withinTime } from '../within-time.ts';
import type { ExperimentBatch, ExperimentStop, ExperimentStore, VariantSummary } from './experiment-store.ts';

const timeoutMs = 10_000;

/** A store whose failures are `PromptError`s, take at most 10 seconds, and are logged once until it responds again. */
export class GuardedStore implements ExperimentStore {
  readonly #store: ExperimentStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #isFailing = false;

  constructor(store: ExperimentStore, { clock, logger }: { readonly clock: Clock; readonly logger: Logger }) {
    this.#store = store;
    this.#clock = clock;
    this.#logger = logger;
  }

  add(batch: ExperimentBatch): Promise<void> {
    return this.#call('add', () => this.#store.add(batch));
  }

  summarise(experiment: string, seed: string): Promise<VariantSummary[]> {
    return this.#call('summarise', () => this.#store.summarise(experiment, seed));
  }

  stop(stop: ExperimentStop): Promise<void> {
    return this.#call('stop', () => this.#store.stop(stop));
  }

  stops(): Promise<ExperimentStop[]> {
    return this.#call('stops', () => this.#store.stops());
  }

  async #call<Result>(method: string, call: () => Promise<Result>): Promise<Result> {
    const fail = (error: PromptError) => {
      const { message } = error;
      if (!this.#isFailing) {
        this.#logger.warn(`@prompts/experiments: ${message}. Exposures and values are kept in memory, and sent again`);
      }
      this.#isFailing = true;
      return error;
    };
    let result: Result | typeof timedOut;
    try {
      result = await withinTime((async () => call())(), { timeoutMs, clock: this.#clock });
    } catch (error) {
      throw fail(toStoreError(method, error));
    }
    if (result === timedOut)
      throw fail(new PromptError('STORE_FAILED', `the store of experiments did not finish ${method}() within 10 s`));
    if (this.#isFailing) this.#logger.info('@prompts/experiments: the store of experiments responds again');
    this.#isFailing = false;
    return result;
  }
}

/** Keeps the message of a PromptError only: that of a driver may contain its address or its password. */
function toStoreError(method: string, error: unknown): PromptError {
  if (PromptError.isInstance(error)) return error;
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  const detail = [code, name].find((each) => typeof each === 'string') ?? 'an error';
  return new PromptError('STORE_FAILED', `the store of experiments failed in ${method}() (${detail})`);
}
