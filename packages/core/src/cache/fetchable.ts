import type { PromptError } from '../errors/prompt-error.ts';
import type { SourceAddress } from '../provider/source-address.ts';
import { backOffMs } from '../time/back-off.ts';
import type { Clock } from '../time/clock.ts';
import type { AccessGroup } from './access-group.ts';

/** How long a source is not called after a failure. */
const failureBackOff = { firstMs: 1000, maxMs: 60_000 };

/** How long failures of other processes can prevent this one from trying, at most. */
const maxForeignWaitMs = 60_000;

/** Numbers the announcements and the starts of attempts of all fetchables: two of them may share a millisecond. */
let lastOrder = 0;

/** Returns the current number in the order of announcements and attempts. Everything that begins later has a higher one. */
export function currentOrder(): number {
  return lastOrder;
}

/**
 * Something that is fetched from a source, by one attempt at a time. Concurrent callers wait for the same attempt. After
 * a failure no attempt begins until the back-off has passed. All times are on the monotonic clock, unless marked as epoch ms.
 * @typeParam Kind The class that extends this one.
 */
export abstract class Fetchable<Kind> {
  readonly address: SourceAddress;
  readonly access: AccessGroup;
  readonly #clock: Clock;
  readonly #start: (fetchable: Kind) => void;
  #failures = 0;
  #announcedAt = 0;
  #begunAt = 0;
  /** Until when failures of other processes are respected; undefined if there was none since this process last tried. */
  #foreignUntil: number | undefined;
  #attempt: PromiseWithResolvers<void> | undefined;
  #servable: PromiseWithResolvers<void> | undefined;
  completedAttempts = 0;
  /** Why the last attempt failed; undefined once one succeeded. */
  error: PromptError | undefined;
  /** When the first attempt failed since the last success. */
  failingSince: number | undefined;
  /** Before this time an attempt begins only if forced. */
  retryAt = 0;
  /** Epoch ms at which the source returned the current result; 0 before the first. */
  fetchedAt = 0;
  /** When the source itself last announced a change. Results that were requested earlier are outdated. */
  announcedAt = -Infinity;
  /** Whether a change that the source announced is to be recorded with the next refresh. */
  isAnnouncementDeferred = false;
  /** Whether the next attempt must call the source itself, whatever the store contains. One in flight then waits for no other process. */
  bypassStore = false;
  /** Whether the attempt in flight, or the last one, does so. */
  bypassesStore = false;
  /** The place in the order of the last call that asked for an attempt that begins later. */
  invalidatedAt = 0;

  /** @param start Starts an attempt, which must end with a call of `settle` or `abandon`. */
  constructor(address: SourceAddress, access: AccessGroup, clock: Clock, start: (fetchable: Kind) => void) {
    this.address = address;
    this.access = access;
    this.#clock = clock;
    this.#start = start;
  }

  /** Resolves, never rejects, when the attempt in flight has succeeded or failed. */
  get inFlight(): Promise<void> | undefined {
    return this.#attempt?.promise;
  }

  /** The place of the last attempt's start in the order. */
  get begunAt(): number {
    return this.#begunAt;
  }

  /**
   * Returns the attempt in flight if it began before this place in the order: it may have missed a later change.
   * @param mustBypassStore Whether to return an attempt that may end with a record from the store, too.
   */
  inFlightBefore(order: number, mustBypassStore: boolean): Promise<void> | undefined {
    const isEnough = this.#begunAt > order && (this.bypassesStore || !mustBypassStore);
    return isEnough ? undefined : this.inFlight;
  }

  /** Resolves, never rejects, when the attempt in flight is over or {@link markServable} was called. */
  get untilServable(): Promise<void> | undefined {
    return this.#servable?.promise;
  }

  /** Lets readers stop waiting for the attempt in flight: there is something to serve. */
  markServable(): void {
    this.#servable?.resolve();
  }

  /** Records that the source has changed. @param saidAt When the source itself announced it, if it did. */
  announce(saidAt = -Infinity): void {
    this.announcedAt = Math.max(this.announcedAt, saidAt);
    this.isAnnouncementDeferred = false;
    lastOrder += 1;
    this.#announcedAt = lastOrder;
  }

  /** Whether something was announced since the attempt in flight began: its result is outdated. */
  get isOutdated(): boolean {
    return this.#announcedAt > this.#begunAt;
  }

  /**
   * Starts an attempt, or joins the one in flight.
   * @param force Ignores the back-off, but not a `Retry-After` from a source of the same access.
   * @returns Resolves when the attempt is over; undefined if none may begin now.
   */
  fetch(force = false): Promise<void> | undefined {
    if (this.begin(force)) this.#start(this as unknown as Kind);
    return this.inFlight;
  }

  /**
   * Begins an attempt.
   * @param broughtFrom The start of the attempt of another fetchable that has already brought the result. No call of the source
   * follows, so a `Retry-After` does not matter.
   * @returns Whether the attempt may begin; if so, the caller must call `settle` or `abandon`.
   */
  begin(force: boolean, broughtFrom?: number): boolean {
    if (this.inFlight || (!force && this.#clock.now() < this.retryAt)) return false;
    const mayCall = !this.address.isUntrusted && !this.access.blockedBy;
    if (broughtFrom === undefined && !mayCall) return false;
    if (broughtFrom === undefined) {
      lastOrder += 1;
      this.bypassesStore = this.bypassStore;
      this.bypassStore = false;
    }
    this.#begunAt = broughtFrom ?? lastOrder;
    this.#attempt = Promise.withResolvers();
    this.#servable = Promise.withResolvers();
    return true;
  }

  /** Ends the attempt in flight. @param error Why it failed, if it did. */
  settle(error?: PromptError): void {
    if (error?.retryAfter !== undefined) this.access.block(error);
    this.completedAttempts += 1;
    this.#foreignUntil = undefined;
    this.#failures = error ? this.#failures + 1 : 0;
    const waitMs = error ? backOffMs(this.#failures, failureBackOff) : 0;
    this.#end(error, error && Math.max(this.#clock.now() + waitMs, this.access.blockedUntil));
  }

  /** Whether this process must try itself, because failures of others have prevented it for too long. */
  get ignoresForeignFailures(): boolean {
    return this.#foreignUntil !== undefined && this.#clock.now() >= this.#foreignUntil;
  }

  /** Ends the attempt in flight because another process has failed. @param error Its `retryAfter` says how long that process waits. */
  settleForeign(error: PromptError): void {
    this.completedAttempts += 1;
    const now = this.#clock.now();
    this.#foreignUntil ??= now + maxForeignWaitMs;
    this.#end(error, Math.min(now + (error.retryAfter ?? 0) * 1000, this.#foreignUntil));
  }

  /** Ends the attempt in flight without a result: it does not count, and another one may begin at any time. */
  abandon(): void {
    this.#end(this.error, this.retryAt);
  }

  #end(error: PromptError | undefined, retryAt = 0): void {
    this.retryAt = retryAt;
    this.failingSince = error && (this.failingSince ?? this.#clock.now());
    this.error = error;
    this.#attempt?.resolve();
    this.#attempt = undefined;
    this.markServable();
    this.#servable = undefined;
  }
}
