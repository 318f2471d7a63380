import type { CacheLimits } from '../config/cache-limits.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { PromptHook } from '../hooks/hook.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import { type Prompt, withState } from '../template/prompt.ts';
import type { Clock } from '../time/clock.ts';
import { reachable } from './derive/reachable.ts';
import type { Read } from './derive/read.ts';
import { type PromptReads, ReadCounts } from './read-counts.ts';
import { none, shareEmpty } from './share-empty.ts';

/** What a slot needs of the cache. */
interface SlotParts {
  readonly clock: Clock;
  /** Those that take part in its reads. */
  readonly hooks: readonly PromptHook[];
  /** Whether some hook asks for the numbers of reads. Default false. */
  readonly countsReads?: boolean;
}

/**
 * What memory holds of one prompt. One that was made of others is fresh for as long as all of them are.
 * `hot` and `hotPromise` are what a read returns without any further work, before `hotUntil`.
 */
export class Slot {
  readonly #clock: Clock;
  readonly #limits: CacheLimits;
  readonly #mayBeHot: boolean;
  #stale: Prompt | undefined;
  /** Until when the source of its text need not be called again. */
  #textFreshUntil = -Infinity;
  /** Since when the prompt lacks a change of its dependencies. */
  #outdatedSince = Infinity;
  /** The slots of what it was made of. */
  #dependencies: readonly Slot[] = none;
  /** The listings that lacked what its hooks read. */
  #listings: readonly { readonly freshUntil: number }[] = none;
  #dependents: Set<Slot> | undefined;
  hot: Prompt | undefined;
  hotPromise: Promise<Prompt> | undefined;
  /** How often `hot` was read since it was set. */
  hotReads = 0;
  /** Reads that are no longer in `hotReads`, or never were; undefined if no hook counts reads. It keeps every Prompt that was read. */
  readonly readCounts: ReadCounts | undefined;
  /** On the monotonic clock. */
  hotUntil = -Infinity;
  /** The last good prompt, in its fresh form. */
  prompt: Prompt | undefined;
  /** The template that it was made from. */
  template: PromptTemplate | undefined;
  /** What the `loaded` hooks read when they last ran. */
  reads: readonly Read[] = none;
  /** What they read when they made the last good prompt. */
  madeOf: readonly Read[] = none;
  /** Resolves, never rejects, when `loaded` hooks that wait for other prompts are finished, and the prompt is complete. */
  deriving: Promise<unknown> | undefined;
  /** Why the last attempt for this prompt failed; undefined once one succeeded. */
  error: PromptError | undefined;
  /** Whether the 'stale' event was emitted: once per transition. */
  hasReportedStale = false;
  /** Whether the log says why the prompt is not up to date: once per transition. */
  hasWarned = false;

  constructor(limits: CacheLimits, { clock, hooks, countsReads = false }: SlotParts) {
    this.#clock = clock;
    this.#limits = limits;
    // Some hooks take part in every read.
    this.#mayBeHot = !hooks.some(({ before, served }) => before || served);
    this.readCounts = countsReads ? new ReadCounts() : undefined;
  }

  /** The prompt in its present state. */
  get current(): Prompt | undefined {
    return this.isFresh() ? this.prompt : this.stale;
  }

  /** The last good prompt, marked as stale, unless it was made from a fallback. */
  get stale(): Prompt | undefined {
    if (this.prompt?.state === 'fallback') return this.prompt;
    if (this.prompt) this.#stale ??= withState(this.prompt, 'stale');
    return this.#stale;
  }

  /** The end of its TTL and those of its dependencies, on the monotonic clock. */
  get freshUntil(): number {
    let freshUntil = Infinity;
    for (const slot of this.#withDependencies) {
      const ends = slot.#listings.map((listing) => listing.freshUntil);
      freshUntil = Math.min(freshUntil, slot.#textFreshUntil, slot.#outdatedSince, ...ends);
    }
    return freshUntil;
  }

  /** Whether its dependencies have changed, and it could not be made again. */
  get isOutdated(): boolean {
    return this.#outdatedSince < Infinity;
  }

  /** Why the prompt, or one that it was made from, could not be updated. */
  get failure(): PromptError | undefined {
    for (const { error } of this.#withDependencies) if (error) return error;
    return undefined;
  }

  isFresh(): boolean {
    const { prompt } = this;
    // If it was made from a fallback, every read tries to get something better.
    return prompt !== undefined && prompt.state !== 'fallback' && this.#clock.now() < this.freshUntil;
  }

  /** Whether the source of its text need not be called. */
  isTextFresh(): boolean {
    return this.#clock.now() < this.#textFreshUntil;
  }

  /** Whether the stale copy may be served without waiting for a new one. */
  mayServeStale(): boolean {
    return this.failure ? this.mayServeIfError() : this.mayServeWhileRevalidating();
  }

  /** Whether a read gets its prompt, at the latest after an attempt that fails. */
  isServable(): boolean {
    return this.isFresh() || this.mayServeStale() || this.mayServeIfError();
  }

  /** Whether the stale copy may be served while a new one is fetched. Each dependency limits that, too. */
  mayServeWhileRevalidating(): boolean {
    const mayServe = (slot: Slot, freshUntil: number) =>
      slot.#isStaleLessThan(slot.#limits.staleWhileRevalidateMs, freshUntil);
    const slots = [...this.#withDependencies];
    return mayServe(this, this.freshUntil) && slots.every((slot) => mayServe(slot, slot.#textFreshUntil));
  }

  /** Whether the stale copy may be served because the source can't provide a new one. */
  mayServeIfError(): boolean {
    return this.#isStaleLessThan(this.#limits.staleIfErrorMs, this.freshUntil);
  }

  #isStaleLessThan(limitMs: number, freshUntil: number): boolean {
    return this.#clock.now() - freshUntil < limitMs;
  }

  /** Records that the source has returned the text. The prompt may still have to be made from it. */
  setTextFreshness(freshForMs: number): void {
    this.#textFreshUntil = this.#clock.now() + freshForMs;
    this.#cool();
  }

  /** Stores a prompt. @param madeOf What the `loaded` hooks read. */
  set(prompt: Prompt, madeOf: readonly Read[]): void {
    this.madeOf = shareEmpty(madeOf);
    this.#outdatedSince = Infinity;
    this.replace(prompt);
  }

  /** Makes its freshness end with that of others. @param listings Those that lacked what its hooks read. */
  dependOn(slots: readonly Slot[], listings: readonly { readonly freshUntil: number }[]): void {
    for (const slot of this.#dependencies) slot.#dependents?.delete(this);
    for (const slot of slots) slot.#dependents = (slot.#dependents ?? new Set()).add(this);
    this.#dependencies = shareEmpty(slots);
    this.#listings = shareEmpty(listings);
    this.#cool();
  }

  /** Records that its source is up. */
  clearError(): void {
    this.error = undefined;
    this.hasReportedStale = false;
    this.hasWarned = false;
  }

  /** Replaces the prompt and keeps its freshness. */
  replace(prompt: Prompt): void {
    this.prompt = prompt;
    this.#stale = undefined;
    this.#cool();
  }

  /** Makes the prompt stale even if its text is fresh: its dependencies have changed, and it could not be made again. */
  markOutdated(): void {
    this.#outdatedSince = Math.min(this.#outdatedSince, this.#clock.now());
    this.#cool();
  }

  /** Ends the freshness of its text now. */
  expire(): void {
    this.#textFreshUntil = Math.min(this.#textFreshUntil, this.#clock.now());
    this.#cool();
  }

  /** Returns how often each Prompt object was read since the last call. */
  takeReads(): PromptReads[] {
    this.#setHot(this.hot);
    return this.readCounts?.take() ?? [];
  }

  /** Lets the next reads return the prompt without further work, while it is fresh. */
  updateHot(): void {
    this.#setHot(this.#mayBeHot && this.isFresh() ? this.prompt : undefined);
  }

  #setHot(prompt: Prompt | undefined): void {
    if (this.hot) this.readCounts?.add(this.hot, this.hotReads);
    this.hotReads = 0;
    this.hot = prompt;
    this.hotPromise = prompt && Promise.resolve(prompt);
    this.hotUntil = prompt ? this.freshUntil : -Infinity;
  }

  /** Lets the next read find out whether the prompt, and what was made of it, is fresh. */
  #cool(): void {
    const cooled = this.#dependents?.size ? reachable<Slot>(this, (each) => each.#dependents ?? []) : [this];
    for (const slot of cooled) if (slot.hot) slot.#setHot(undefined);
  }

  get #withDependencies(): Iterable<Slot> {
    return this.#dependencies.length === 0 ? [this] : reachable<Slot>(this, (each) => each.#dependencies);
  }
}
