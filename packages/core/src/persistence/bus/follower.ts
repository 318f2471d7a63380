import type { Catalogue } from '../../cache/catalogue.ts';
import type { CacheContext } from '../../cache/context.ts';
import { invalidate } from '../../cache/invalidate.ts';
import { type Collection, Source } from '../../cache/model.ts';
import type { KnownKeys } from '../records/known-keys.ts';
import { revisionOf } from '../revision.ts';
import type { Announcement } from './announcements.ts';
import { FollowUps } from './follow-ups.ts';

type Fetchable = Source | Collection;

/** Fetches what other processes announce as changed. */
export class Follower {
  readonly #catalogue: Catalogue;
  readonly #context: CacheContext;
  readonly #keys: KnownKeys;
  readonly #followUps: FollowUps;
  /** What was announced, and has not been loaded since. */
  readonly #announced = new WeakSet<Fetchable>();

  constructor(catalogue: Catalogue, context: CacheContext, keys: KnownKeys) {
    this.#catalogue = catalogue;
    this.#context = context;
    this.#keys = keys;
    this.#followUps = new FollowUps(context.clock, (...announced) => this.#follow(...announced));
    context.closed.addEventListener('abort', () => this.#followUps.close());
  }

  follow(announcements: readonly Announcement[]): void {
    // The last one for each source counts.
    const byKey = new Map(announcements.map((announcement) => [announcement.key, announcement]));
    for (const fetchable of this.#catalogue.fetchables) {
      const announcement = byKey.get(this.#keys.of(fetchable));
      if (announcement) this.#followUps.add(fetchable, announcement);
    }
  }

  /** Checks everything that was loaded before: announcements may have been lost. */
  checkAll(): void {
    for (const fetchable of this.#catalogue.fetchables) {
      if (revisionOf(fetchable) !== undefined) void fetchable.fetch();
    }
  }

  /** Returns whether a change was announced, and forgets it. */
  takeAnnounced(fetchable: Fetchable): boolean {
    return this.#announced.delete(fetchable);
  }

  async #follow(fetchable: Fetchable, { version }: Announcement): Promise<void> {
    // The load in flight may bring the announced version.
    await fetchable.inFlight;
    const isKnown = version !== undefined && revisionOf(fetchable) === version;
    if ((fetchable instanceof Source && isKnown) || this.#context.closed.aborted) return;
    this.#announced.add(fetchable);
    await invalidate([fetchable], { isChangeKnown: true }, this.#context);
  }
}
