import type { PromptError } from '../errors/prompt-error.ts';
import type { SourceAddress } from '../provider/source-address.ts';
import { backOffMs } from '../time/back-off.ts';
import type { Clock } from '../time/clock.ts';

/** How long a source that failed is left alone. */
const failureBackOff = { firstMs: 1000, maxMs: 60_000 };

/**
 * Something fetched from a source, by one attempt at a time. Callers that want it meanwhile wait for the same attempt. After
 * a failure no attempt begins until the back-off has passed. All times are on the monotonic clock, unless marked as epoch ms.
 * @typeParam Kind The class that extends this one.
 */
export abstract class Fetchable<Kind> {
  readonly address: SourceAddress;
  readonly #clock: Clock;
  readonly #start: (fetchable: Kind) => void;
  #failures = 0;
  #retryAfterUntil = 0;
  #attempt: PromiseWithResolvers<void> | undefined;
  #servable: PromiseWithResolvers<void> | undefined;
  completedAttempts = 0;
  /** Why the last attempt failed; undefined once one succeeded. */
  error: PromptError | undefined;
  /** When the first attempt failed since the last success. */
  failingSince: number | undefined;
  /** Before this time an attempt begins only if forced. */
  retryAt = 0;
  /** Epoch ms at which the source returned what is known of it; 0 before that. */
  fetchedAt = 0;
  /** Whether the next attempt must ask the source itself, whatever the store holds. */
  declare bypassStore?: boolean;

  /** @param start Starts an attempt, which must end with a call of `settle`. */
  constructor(address: SourceAddress, clock: Clock, start: (fetchable: Kind) => void) {
    this.address = address;
    this.#clock = clock;
    this.#start = start;
  }

  /** Resolves, never rejects, when the attempt in flight has succeeded or failed. */
  get inFlight(): Promise<void> | undefined {
    return this.#attempt?.promise;
  }

  /** Resolves, never rejects, when the attempt in flight is over or {@link markServable} was called. */
  get untilServable(): Promise<void> | undefined {
    return this.#servable?.promise;
  }

  /** Lets readers stop waiting for the attempt in flight: there is something to serve. */
  markServable(): void {
    this.#servable?.resolve();
  }

  /**
   * Starts an attempt, or joins the one in flight.
   * @param force Ignores the back-off, but not a `Retry-After` from the source.
   * @returns Resolves when the attempt is over; undefined if none may begin now.
   */
  fetch(force = false): Promise<void> | undefined {
    if (this.begin(force)) this.#start(this as unknown as Kind);
    return this.inFlight;
  }

  /** Begins an attempt whose result the caller has. @returns Whether it may; if so, it must call `settle`. */
  begin(force: boolean): boolean {
    const now = this.#clock.now();
    if (this.inFlight || now < this.#retryAfterUntil || (!force && now < this.retryAt)) return false;
    this.#attempt = Promise.withResolvers();
    this.#servable = Promise.withResolvers();
    return true;
  }

  /** Ends the attempt in flight. @param error Why it failed, if it did. */
  settle(error?: PromptError): void {
    const now = this.#clock.now();
    this.completedAttempts += 1;
    this.#failures = error ? this.#failures + 1 : 0;
    this.#retryAfterUntil = now + (error?.retryAfter ?? 0) * 1000;
    this.retryAt = error ? Math.max(now + backOffMs(this.#failures, failureBackOff), this.#retryAfterUntil) : 0;
    this.failingSince = error && (this.failingSince ?? now);
    this.error = error;
    this.#attempt?.resolve();
    this.#attempt = undefined;
    this.markServable();
    this.#servable = undefined;
  }
}
