import type { Collection, Source } from '../../cache/model.ts';
import type { Clock } from '../../time/clock.ts';
import type { Announcement } from './announcements.ts';

type Fetchable = Source | Collection;

/** How often messages can cause a call of the same source, however many arrive. */
const minIntervalMs = 1000;

/** Follows announcements: the first for a source immediately, later ones together, once per interval. */
export class FollowUps {
  readonly #clock: Clock;
  readonly #follow: (fetchable: Fetchable, announcement: Announcement) => void;
  readonly #followedAt = new WeakMap<Fetchable, number>();
  /** The last announcement for each source whose interval is not over, and the timer that follows it. */
  readonly #waiting = new Map<Fetchable, { announcement: Announcement; readonly timer: { cancel(): void } }>();

  constructor(clock: Clock, follow: (fetchable: Fetchable, announcement: Announcement) => void) {
    this.#clock = clock;
    this.#follow = follow;
  }

  add(fetchable: Fetchable, announcement: Announcement): void {
    const waiting = this.#waiting.get(fetchable);
    if (waiting) {
      waiting.announcement = announcement;
      return;
    }
    const waitMs = (this.#followedAt.get(fetchable) ?? -Infinity) + minIntervalMs - this.#clock.now();
    if (waitMs <= 0) {
      this.#followNow(fetchable, announcement);
      return;
    }
    const timer = this.#clock.setTimeout(() => {
      const last = this.#waiting.get(fetchable);
      this.#waiting.delete(fetchable);
      if (last) this.#followNow(fetchable, last.announcement);
    }, waitMs);
    this.#waiting.set(fetchable, { announcement, timer });
  }

  /** Discards everything that is waiting. */
  close(): void {
    for (const { timer } of this.#waiting.values()) timer.cancel();
    this.#waiting.clear();
  }

  #followNow(fetchable: Fetchable, announcement: Announcement): void {
    this.#followedAt.set(fetchable, this.#clock.now());
    this.#follow(fetchable, announcement);
  }
}
