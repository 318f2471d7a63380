import { backOffMs } from '../back-off.ts';
import type { Clock } from '../clock.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { SourceAddress } from './source.ts';

/** How long a source that failed is left alone. */
const sourceBackOff = { firstMs: 1000, maxMs: 60_000 };

/**
 * What is asked of a source, by one caller at a time: everybody who wants it meanwhile waits for the same answer, and
 * after a failure nobody asks again before the back-off has passed.
 * @typeParam Kind What extends this.
 */
export abstract class Asked<Kind> {
  readonly address: SourceAddress;
  readonly #clock: Clock;
  readonly #begin: (asked: Kind) => void;
  #failures = 0;
  #askedToWaitUntil = 0;
  #attempt: PromiseWithResolvers<void> | undefined;
  #news: PromiseWithResolvers<void> | undefined;
  /** Attempts that are over. */
  landings = 0;
  /** Why the last attempt failed; undefined once one succeeded. */
  error: PromptError | undefined;
  /** When the first attempt failed since the last that succeeded. */
  failingSince: number | undefined;
  /** Before that nobody asks again, unless forced. */
  retryAt = 0;
  /** Epoch ms of the moment at which the source said what is known of it; 0 before. */
  fetchedAt = 0;
  /** Whether the next attempt is to ask the source itself, whatever others know. */
  declare isPulled?: boolean;

  /** @param begin Asks; what it starts owes `land`. */
  constructor(address: SourceAddress, clock: Clock, begin: (asked: Kind) => void) {
    this.address = address;
    this.#clock = clock;
    this.#begin = begin;
  }

  /** Resolves, never rejects, when the attempt under way has succeeded or failed. */
  get running(): Promise<void> | undefined {
    return this.#attempt?.promise;
  }

  /** Resolves, never rejects, when the attempt under way is over, or brought something old that can be served meanwhile. */
  get news(): Promise<void> | undefined {
    return this.#news?.promise;
  }

  /** Spares readers the wait for the attempt under way: there is something to serve. */
  offer(): void {
    this.#news?.resolve();
  }

  /**
   * Begins an attempt, or joins the one under way.
   * @param force Ignores the back-off, not what the source asked for by `Retry-After`.
   * @returns when the outcome stands; undefined while the source may not be asked.
   */
  ask(force = false): Promise<void> | undefined {
    if (this.takeOff(force)) this.#begin(this as unknown as Kind);
    return this.running;
  }

  /** @returns whether the caller may bring the answer itself; it then owes `land`. */
  takeOff(force: boolean): boolean {
    const now = this.#clock.now();
    if (this.running || now < this.#askedToWaitUntil || (!force && now < this.retryAt)) return false;
    this.#attempt = Promise.withResolvers();
    this.#news = Promise.withResolvers();
    return true;
  }

  /** Ends the attempt. @param error Why it failed, if it did. */
  land(error?: PromptError): void {
    const now = this.#clock.now();
    this.landings += 1;
    this.#failures = error ? this.#failures + 1 : 0;
    this.#askedToWaitUntil = now + (error?.retryAfter ?? 0) * 1000;
    this.retryAt = error ? Math.max(now + backOffMs(this.#failures, sourceBackOff), this.#askedToWaitUntil) : 0;
    this.failingSince = error && (this.failingSince ?? now);
    this.error = error;
    this.#attempt?.resolve();
    this.#attempt = undefined;
    this.offer();
    this.#news = undefined;
  }
}
