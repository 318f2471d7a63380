import type { Collection, Source } from '../../cache/model.ts';
import { PromptError } from '../../errors/prompt-error.ts';
import type { Logger } from '../../logger.ts';
import type { Abortable } from '../../time/abortable.ts';
import type { Clock } from '../../time/clock.ts';
import { timedOut, withTimeout } from '../../time/with-timeout.ts';
import type { Application } from '../apply-record.ts';
import type { Integrity } from '../records/integrity.ts';
import type { SourceRecord } from '../records/record.ts';
import { type Budget, type GuardedStore, storeUnavailable } from './guarded-store.ts';
import { Leases } from './leases.ts';
import type { StoredRecords } from './stored-records.ts';

/** What to load, and how. */
export interface LoadRequest<Kind extends Source | Collection> {
  readonly fetchables: readonly Kind[];
  /** Fetches from the source. Resolves, never rejects, when each has its result. */
  fetch(batch: readonly Kind[]): Promise<void>;
  /** Applies what another process loaded. */
  apply(fetchable: Kind, record: SourceRecord): Promise<Application>;
  /** Settles a fetchable as failed, because another process has just failed. */
  fail(fetchable: Kind, error: PromptError): void;
}

export interface SharedLoaderOptions {
  readonly store: GuardedStore;
  readonly records: StoredRecords;
  readonly integrity: Integrity;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly closed: Abortable;
  /** Distinguishes this process from all others. */
  readonly owner: string;
  readonly leaseMs: number;
  toEpochMs(): number;
  /** Whether the text of a source has arrived, and is not published yet. */
  isArriving(fetchable: Source | Collection): boolean;
  keyOf(fetchable: Source | Collection): string;
}

/** A record that was opened in a call of `load`. A process that waits polls the store, and must not open the same value again. */
interface OpenedRecord {
  readonly sealed: unknown;
  readonly record: SourceRecord;
  /** Resolves when its text, if that was applied, is published. */
  readonly published: Promise<void> | undefined;
}

type OpenedRecords = Map<Source | Collection, OpenedRecord>;

/** The failures that every process would get. */
const sharedFailures: ReadonlySet<string> = new Set(['RATE_LIMITED', 'TIMEOUT', 'UNAVAILABLE']);

/** How long a process waits for others before it fetches for itself: without an `integrityKey` anybody may write leases. */
const maxWaitMs = 60_000;

/** How long a process that waits for another one pauses between two polls of the store: the first pause, and the longest. */
const firstPollMs = 40;
const maxPollMs = 250;

/**
 * Coordinates the loads of a fleet of processes. A process applies what another one has just loaded. Otherwise one process at a time
 * fetches from the source while the others wait for its result. If the store fails, each process fetches for itself.
 */
export class SharedLoader {
  readonly #options: SharedLoaderOptions;
  readonly #leases: Leases;
  /** The last unusable value of each source: it is found at every poll, and logged once. */
  readonly #unusable = new WeakMap<Source | Collection, unknown>();
  /** Fetchables that are fetched despite a lease or a failure of another process. */
  readonly #doubted = new WeakSet<Source | Collection>();
  /**
   * Fetchables whose fetch then succeeded. Leases and failures of others are ignored until one of them brings a result. Otherwise
   * anybody who can write to the store could delay every load.
   */
  readonly #distrusted = new WeakSet<Source | Collection>();

  constructor(options: SharedLoaderOptions) {
    this.#options = options;
    this.#leases = new Leases({ ...options, durationMs: options.leaseMs });
  }

  /** Resolves, never rejects, when everything requested has its result. */
  async load<Kind extends Source | Collection>(request: LoadRequest<Kind>): Promise<void> {
    const { store, closed, clock } = this.#options;
    const fetches: Promise<void>[] = [];
    const opened: OpenedRecords = new Map();
    let waiting = request.fetchables;
    const giveUpAt = clock.now() + maxWaitMs;
    for (let pollMs = firstPollMs; waiting.length > 0 && !closed.aborted; pollMs = Math.min(pollMs * 1.5, maxPollMs)) {
      // One budget for all calls of a round: the pause between rounds is a wait for the source, not for the store.
      const budget = store.createBudget();
      let pauseMs = pollMs;
      try {
        waiting = await this.#applyStored(request, waiting, opened, budget);
        const { held, busy, freeInMs } = await this.#acquire(request, waiting, budget);
        // The previous holder of the lease may have stored its result in the meantime.
        const own = await this.#applyStored(request, held, opened, budget);
        if (own.length > 0) fetches.push(this.#fetchWithLease(request, own));
        const fetched = new Set(own);
        const done = held.filter((fetchable) => !fetched.has(fetchable));
        if (done.length > 0) fetches.push(this.#release(done, budget));
        waiting = busy;
        pauseMs = Math.min(pollMs, freeInMs);
        if (clock.now() >= giveUpAt) {
          for (const fetchable of waiting) this.#doubted.add(fetchable);
          throw storeUnavailable;
        }
      } catch (error) {
        if (error !== storeUnavailable) throw error;
        fetches.push(this.#fetch(request, waiting));
        break;
      }
      if (waiting.length > 0) await pause(clock, pauseMs, closed);
    }
    for (const fetchable of closed.aborted ? waiting : []) request.fail(fetchable, closed.reason as PromptError);
    await Promise.all([...fetches, ...Array.from(opened.values(), ({ published }) => published)]);
  }

  /** @returns The fetchables for which the store contains nothing usable. @throws `storeUnavailable` */
  async #applyStored<Kind extends Source | Collection>(
    { apply }: LoadRequest<Kind>,
    fetchables: readonly Kind[],
    opened: OpenedRecords,
    budget: Budget,
  ): Promise<readonly Kind[]> {
    if (fetchables.length === 0) return fetchables;
    const { records, logger, keyOf } = this.#options;
    const values = await records.getSealed(fetchables.map(keyOf), budget);
    const applied = await Promise.all(
      fetchables.map(async (fetchable, index) => {
        const sealed = values[index];
        if (sealed === undefined || sealed === null) return false;
        try {
          const last = opened.get(fetchable);
          if (last?.sealed === sealed && last.published) return false;
          const record = last?.sealed === sealed ? last.record : await records.open(sealed, keyOf(fetchable));
          const { isEnough, published } = await apply(fetchable, record);
          opened.set(fetchable, { sealed, record, published });
          if (isEnough) this.#distrusted.delete(fetchable);
          return isEnough;
        } catch (error) {
          if (this.#unusable.get(fetchable) !== sealed)
            logger.warn(`@prompts: ignored an invalid value in the store: ${(error as Error).message}`);
          this.#unusable.set(fetchable, sealed);
          return false;
        }
      }),
    );
    return fetchables.filter((_, index) => !applied[index]);
  }

  /** @throws `storeUnavailable` */
  async #acquire<Kind extends Source | Collection>(
    request: LoadRequest<Kind>,
    fetchables: readonly Kind[],
    budget: Budget,
  ) {
    if (fetchables.length === 0) return { held: fetchables, busy: fetchables, freeInMs: Infinity };
    const { keyOf, toEpochMs } = this.#options;
    const { held, busy, failed } = await this.#leases.acquire(fetchables.map(keyOf), budget);
    const own = new Set(held);
    for (const fetchable of fetchables) {
      const key = keyOf(fetchable);
      const lease = failed.get(key);
      const isDoubted =
        (lease && fetchable.ignoresForeignFailures) || (!own.has(key) && this.#distrusted.has(fetchable));
      // `refresh()` waits for this attempt: no other process may delay it.
      if (isDoubted || fetchable.bypassStore) {
        if (isDoubted) this.#doubted.add(fetchable);
        busy.delete(key);
        own.add(key);
        continue;
      }
      if (!lease) continue;
      const retryAfter = (lease.expiresAt - toEpochMs()) / 1000;
      const message = 'another process recently failed to load this text';
      request.fail(fetchable, new PromptError(lease.failure, message, { retryAfter }));
    }
    const withKeyIn = (keys: { has(key: string): boolean }) =>
      fetchables.filter((fetchable) => keys.has(keyOf(fetchable)));
    // A process that waits may take over from a holder that died as soon as its lease expires.
    const freeInMs = Math.max(1, Math.min(...busy.values()) - toEpochMs());
    return { held: withKeyIn(own), busy: withKeyIn(busy), freeInMs };
  }

  async #fetch<Kind extends Source | Collection>({ fetch }: LoadRequest<Kind>, own: readonly Kind[]): Promise<void> {
    await fetch(own);
    for (const fetchable of own)
      if (this.#doubted.delete(fetchable) && !fetchable.error) this.#distrusted.add(fetchable);
  }

  /** Never rejects: a lease that can't be released expires. */
  async #release(fetchables: readonly (Source | Collection)[], budget: Budget): Promise<void> {
    await this.#leases.release(fetchables.map(this.#options.keyOf), budget).catch(() => {});
  }

  /** Fetches everything for which this process holds the lease. */
  async #fetchWithLease<Kind extends Source | Collection>(
    request: LoadRequest<Kind>,
    own: readonly Kind[],
  ): Promise<void> {
    const { store, clock, keyOf } = this.#options;
    const { promise: fetched, resolve } = Promise.withResolvers<void>();
    const renewing = this.#renewUntil(fetched, own);
    // It resolves when the store holds the result: only then may others fetch.
    await this.#fetch(request, own);
    resolve();
    await renewing;
    const budget = store.createBudget();
    const failed = own.filter(({ error }) => error && sharedFailures.has(error.code));
    const failing = failed.map((fetchable) => {
      const { code } = fetchable.error as PromptError;
      return this.#leases.fail(keyOf(fetchable), code, fetchable.retryAt - clock.now(), budget);
    });
    const others = own.filter((fetchable) => !failed.includes(fetchable));
    await Promise.allSettled([this.#leases.release(others.map(keyOf), budget), ...failing]);
  }

  /**
   * Keeps leases for as long as a fetch takes. A text that has arrived may have to wait for one that another process fetches,
   * which may itself wait for this one: its lease expires, so that the two do not wait for each other.
   */
  async #renewUntil(fetched: Promise<void>, own: readonly (Source | Collection)[]): Promise<void> {
    const { clock, leaseMs, store, keyOf, isArriving } = this.#options;
    const wait = () => withTimeout(clock, leaseMs / 3, undefined, (waitFor) => waitFor(fetched));
    while ((await wait()) === timedOut) {
      const keys = own.filter((fetchable) => !isArriving(fetchable)).map(keyOf);
      await this.#leases.renew(keys, store.createBudget()).catch(() => {});
    }
  }
}

/** Waits, or until the app closes. */
function pause(clock: Clock, durationMs: number, closed: Abortable): Promise<unknown> {
  return withTimeout(clock, durationMs, closed, (waitFor) => waitFor(new Promise(() => {}))).catch(() => {});
}
