import { Batch } from './batch.ts';
import type { CacheContext } from './context.ts';
import { describeLater } from './describe.ts';
import type { Source } from './source.ts';

/**
 * Decides when a source is asked. Whatever is asked for in the same turn of the event loop and shares a group goes out
 * together, so that a thousand prompts of one repository cost a few calls.
 */
export class Loader {
  readonly #context: CacheContext;
  readonly #waiting = new Map<string, Source[]>();

  constructor(context: CacheContext) {
    this.#context = context;
  }

  /**
   * Starts loading a source, or joins the load under way.
   * @param how `force`: ignores the back-off. `changed`: the source is known to hold another text, so it needn't be asked whether.
   * @returns when the outcome stands; undefined while the source may not be asked.
   */
  load(source: Source, how: { force?: boolean; changed?: boolean } = {}): Promise<void> | undefined {
    if (how.changed) source.isKnownToDiffer = true;
    if (source.flight.takeOff(how.force ?? false)) this.#enqueue(source);
    return source.flight.running;
  }

  /** Loads anew, even if a load is under way: that one may have read the source before it changed. */
  async reload(source: Source, how: { changed?: boolean } = {}): Promise<void> {
    await source.flight.running;
    await this.load(source, { ...how, force: true });
  }

  #enqueue(source: Source): void {
    const { group, provider } = source.address;
    const waiting = this.#waiting.get(group);
    if (waiting !== undefined) {
      waiting.push(source);
      return;
    }
    const sources = [source];
    this.#waiting.set(group, sources);
    queueMicrotask(async () => {
      this.#waiting.delete(group);
      await new Batch(provider, this.#context).load(sources);
      void describeLater(sources, this.#context);
    });
  }
}
