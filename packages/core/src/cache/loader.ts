import { PromptError } from '../errors/prompt-error.ts';
import { fetchBatch } from './batch.ts';
import type { CacheContext } from './context.ts';
import { describeLater } from './describe.ts';
import { withinLoadTimeout } from './load-timeout.ts';
import { settleFailed, settleLoaded } from './outcomes.ts';
import type { Source } from './source.ts';

/**
 * Asks providers. Whatever is asked for in the same turn of the event loop and shares a group goes out together, so that
 * a thousand prompts of one repository cost a few calls.
 */
export class Loader {
  readonly #context: CacheContext;
  readonly #waiting = new Map<string, Source[]>();

  constructor(context: CacheContext) {
    this.#context = context;
  }

  /**
   * Starts loading a source, or joins the load under way.
   * @param force Ignores the back-off.
   * @returns when the outcome stands; undefined while the source may not be asked.
   */
  load(source: Source, force = false): Promise<void> | undefined {
    if (source.flight.takeOff(force)) this.#enqueue(source);
    return source.flight.running;
  }

  /** Loads anew, even if a load is under way: that one may have read the source before it changed. */
  async reload(source: Source): Promise<void> {
    await source.flight.running;
    await this.load(source, true);
  }

  #enqueue(source: Source): void {
    const { group } = source.address;
    const waiting = this.#waiting.get(group);
    if (waiting !== undefined) {
      waiting.push(source);
      return;
    }
    const sources = [source];
    this.#waiting.set(group, sources);
    queueMicrotask(() => {
      this.#waiting.delete(group);
      void this.#send(source.address.provider, sources);
    });
  }

  async #send(provider: Source['address']['provider'], sources: readonly Source[]): Promise<void> {
    const context = this.#context;
    const open = new Set(sources);
    const settling: Promise<void>[] = [];
    const fail = (source: Source, thrown: unknown) => {
      if (open.delete(source)) settleFailed(source, thrown, context);
    };
    let reason: unknown = new PromptError('UNAVAILABLE', 'the provider gave no result for it');
    try {
      await withinLoadTimeout(provider, context, (signal) =>
        fetchBatch({
          provider,
          sources,
          signal,
          logger: context.logger,
          loaded: (source, template) => {
            if (open.delete(source)) settling.push(settleLoaded(source, template, context));
          },
          // A provider's own complaint about the abort says less than the reason for it.
          failed: (source, thrown) => fail(source, signal.aborted ? signal.reason : thrown),
        }),
      );
    } catch (thrown) {
      reason = thrown;
    }
    for (const source of [...open]) fail(source, reason);
    await Promise.all(settling);
    if (!context.closed.aborted) describeLater(sources, context);
  }
}
