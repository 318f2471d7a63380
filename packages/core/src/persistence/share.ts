import { over, withPatience } from '../cache/patience.ts';
import type { Source } from '../cache/source.ts';
import type { Clock } from '../clock.ts';
import type { Collection } from '../collections/collection.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { Logger } from '../logger.ts';
import { type Budget, type GuardedStore, noStore } from './guarded-store.ts';
import { Leases } from './lease.ts';
import type { SourceRecord } from './record.ts';
import type { StoredRecords } from './stored-records.ts';

/** What is asked, one by one or together. */
export interface Question<Kind extends Source | Collection> {
  readonly asked: readonly Kind[];
  /** Asks the source. Resolves, never rejects, when each has its outcome. */
  ask(some: readonly Kind[]): Promise<void>;
  /** Takes over what another process was told. @returns whether it needn't be asked for any longer. */
  take(one: Kind, record: SourceRecord): Promise<boolean>;
  /** Takes over that another process has just failed. */
  fail(one: Kind, error: PromptError): void;
}

export interface ShareOptions {
  readonly store: GuardedStore;
  readonly records: StoredRecords;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly closed: AbortSignal;
  /** Tells this process from all others. */
  readonly owner: string;
  /** Milliseconds of a lease. */
  readonly lease: number;
  epochOf(): number;
  /** A source's lasting key. */
  keyOf(asked: Source | Collection): string;
}

/** What was last in the store. Who waits looks again and again, and need not open each time what is the same. */
type Seen = Map<Source | Collection, { readonly sealed: unknown; readonly record: SourceRecord }>;

/** Failures that every process would meet. */
const isOfSource: ReadonlySet<string> = new Set(['RATE_LIMITED', 'TIMEOUT', 'UNAVAILABLE']);

/** Milliseconds between two looks whether another process has finished: the first, and the longest. */
const shortPause = 40;
const longPause = 250;

/**
 * Has a fleet ask as one: what another process was just told is taken over, and of what nobody knows one process at a time
 * asks the source, while the others wait for its answer. Where the store fails, each asks for itself.
 */
export class Share {
  readonly #options: ShareOptions;
  readonly #leases: Leases;
  /** What the store held last of a source that was no good. */
  readonly #refused = new WeakMap<Source | Collection, unknown>();

  constructor(options: ShareOptions) {
    this.#options = options;
    this.#leases = new Leases({ ...options, duration: options.lease });
  }

  /** Resolves, never rejects, when all that is asked has its outcome. */
  async load<Kind extends Source | Collection>(question: Question<Kind>): Promise<void> {
    const { store, closed, clock } = this.#options;
    const asking: Promise<void>[] = [];
    const seen: Seen = new Map();
    let waiting = question.asked;
    for (let pause = shortPause; waiting.length > 0 && !closed.aborted; pause = Math.min(pause * 1.5, longPause)) {
      // One moment for all calls of a round: between rounds it is the source that is waited for.
      const budget = store.budget();
      let wait = pause;
      try {
        waiting = await this.#takeOver(question, waiting, seen, budget);
        const { held, busy, freeIn } = await this.#acquire(question, waiting, budget);
        // Who held the lease before may have been told meanwhile.
        const mine = await this.#takeOver(question, held, seen, budget);
        if (mine.length > 0) asking.push(this.#askAlone(question, mine));
        waiting = busy;
        wait = Math.min(pause, freeIn);
      } catch (error) {
        if (error !== noStore) throw error;
        asking.push(question.ask(waiting));
        break;
      }
      if (waiting.length > 0) await untilOver(clock, wait, closed);
    }
    for (const one of closed.aborted ? waiting : []) question.fail(one, closed.reason);
    await Promise.all(asking);
  }

  /** @returns those of which the store knows nothing that will do. @throws `noStore` */
  async #takeOver<Kind extends Source | Collection>(
    { take }: Question<Kind>,
    wanted: readonly Kind[],
    seen: Seen,
    budget: Budget,
  ): Promise<readonly Kind[]> {
    if (wanted.length === 0) return wanted;
    const { records, logger, keyOf } = this.#options;
    const values = await records.getSealed(wanted.map(keyOf), budget);
    const taken = await Promise.all(
      wanted.map(async (one, index) => {
        const sealed = values[index];
        if (sealed === undefined || sealed === null) return false;
        try {
          const last = seen.get(one);
          const record = last?.sealed === sealed ? last.record : await records.open(sealed, keyOf(one));
          seen.set(one, { sealed, record });
          return await take(one, record);
        } catch (error) {
          // It is met at each look until another takes its place.
          if (this.#refused.get(one) !== sealed)
            logger.warn(`@prompts: a value in the store is not used: ${(error as Error).message}`);
          this.#refused.set(one, sealed);
          return false;
        }
      }),
    );
    return wanted.filter((_, index) => !taken[index]);
  }

  /** @throws `noStore` */
  async #acquire<Kind extends Source | Collection>(question: Question<Kind>, wanted: readonly Kind[], budget: Budget) {
    if (wanted.length === 0) return { held: wanted, busy: wanted, freeIn: Infinity };
    const { keyOf, epochOf } = this.#options;
    const { held, busy, failed } = await this.#leases.acquire(wanted.map(keyOf), budget);
    for (const one of wanted) {
      const failure = failed.get(keyOf(one));
      if (!failure) continue;
      const retryAfter = (failure.until - epochOf()) / 1000;
      question.fail(one, new PromptError(failure.failed, 'another process could not load it just now', { retryAfter }));
    }
    const by = (keys: ReadonlySet<string>) => wanted.filter((one) => keys.has(keyOf(one)));
    // Who waits may take over from a holder that died as soon as its lease is over.
    const freeIn = Math.max(1, Math.min(...busy.values()) - epochOf());
    return { held: by(new Set(held)), busy: by(new Set(busy.keys())), freeIn };
  }

  /** Asks for what this process holds the lease of. */
  async #askAlone<Kind extends Source | Collection>({ ask }: Question<Kind>, mine: readonly Kind[]): Promise<void> {
    const { store, clock, keyOf } = this.#options;
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    const alive = this.#keepAlive(mine.map(keyOf), answered);
    // It resolves when the store has the answer: only then others may ask.
    await ask(mine);
    resolve();
    await alive;
    const budget = store.budget();
    const failed = mine.filter(({ error }) => error && isOfSource.has(error.code));
    const telling = failed.map((one) => {
      const code = (one.error as PromptError).code;
      return this.#leases.fail(keyOf(one), code, one.retryAt - clock.now(), budget);
    });
    const others = mine.filter((one) => !failed.includes(one));
    await Promise.allSettled([this.#leases.release(others.map(keyOf), budget), ...telling]);
  }

  /** Holds leases for as long as the answer takes. */
  async #keepAlive(keys: readonly string[], answered: Promise<void>): Promise<void> {
    const { clock, lease, store } = this.#options;
    const wait = () => withPatience(clock, lease / 3, undefined, (patience) => patience(answered));
    while ((await wait()) === over) {
      await this.#leases.renew(keys, store.budget()).catch(() => {});
    }
  }
}

/** Waits so many ms, or until the app closes. */
function untilOver(clock: Clock, wait: number, closed: AbortSignal): Promise<unknown> {
  return withPatience(clock, wait, closed, (patience) => patience(new Promise(() => {}))).catch(() => {});
}
