import type { CacheLimits } from '../config/cache-limits.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { PromptHook } from '../hooks/hook.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import { type Prompt, withState } from '../template/prompt.ts';
import type { Clock } from '../time/clock.ts';
import { reachable } from './derive/reachable.ts';
import type { Read } from './derive/read.ts';
import { ReadCounts } from './read-counts.ts';

/**
 * What memory holds of one prompt: the last good one, what it was made of, and until when it is fresh. A prompt that was made
 * of others is fresh for as long as all of them are.
 * `hot` and `hotPromise` are what a read returns without any further work, before `hotUntil`.
 */
export class Slot {
  readonly #clock: Clock;
  readonly #limits: CacheLimits;
  readonly #mayBeHot: boolean;
  #stale: Prompt | undefined;
  /** Until when the source of its text need not be asked again. */
  #textFreshUntil = -Infinity;
  /** Since when the prompt lacks what its dependencies hold by now. */
  #outdatedSince = Infinity;
  /** The slots of what it was made of. */
  dependencies: ReadonlySet<Slot> = new Set();
  readonly #dependents = new Set<Slot>();
  hot: Prompt | undefined;
  hotPromise: Promise<Prompt> | undefined;
  /** How often `hot` was read since it was set. */
  hotReads = 0;
  /** Reads that are not in `hotReads` any more, or never were. */
  readonly readCounts = new ReadCounts();
  /** On the monotonic clock. */
  hotUntil = -Infinity;
  /** The last good prompt, in its fresh form. */
  prompt: Prompt | undefined;
  /** The template that it was made of. */
  template: PromptTemplate | undefined;
  /** What the `loaded` hooks read when they last ran. */
  reads: readonly Read[] = [];
  /** What they read when they made the last good prompt. */
  madeOf: readonly Read[] = [];
  /** Resolves, never rejects, when the `loaded` hooks have what they wait for, and the prompt is made. */
  deriving: Promise<unknown> | undefined;
  /** Why the last attempt for this prompt failed; undefined once one succeeded. */
  error: PromptError | undefined;
  /** Whether the 'stale' event was emitted: once per transition. */
  hasReportedStale = false;

  constructor(limits: CacheLimits, { clock, hooks }: { readonly clock: Clock; readonly hooks: readonly PromptHook[] }) {
    this.#clock = clock;
    this.#limits = limits;
    // Some hooks take part in every read.
    this.#mayBeHot = !hooks.some(({ before, served }) => before || served);
  }

  /** The prompt in its present state. */
  get current(): Prompt | undefined {
    return this.isFresh() ? this.prompt : this.stale;
  }

  /** The last good prompt, marked as stale, unless it was made of a fallback. */
  get stale(): Prompt | undefined {
    if (this.prompt?.state === 'fallback') return this.prompt;
    if (this.prompt) this.#stale ??= withState(this.prompt, 'stale');
    return this.#stale;
  }

  /** The end of its TTL and those of its dependencies, on the monotonic clock. */
  get freshUntil(): number {
    let freshUntil = Infinity;
    for (const slot of this.#withDependencies)
      freshUntil = Math.min(freshUntil, slot.#textFreshUntil, slot.#outdatedSince);
    return freshUntil;
  }

  /** Whether its dependencies have changed, and it could not be made anew. */
  get isOutdated(): boolean {
    return this.#outdatedSince < Infinity;
  }

  /** Why the prompt, or one that it was made of, could not be brought up to date. */
  get failure(): PromptError | undefined {
    for (const { error } of this.#withDependencies) if (error) return error;
    return undefined;
  }

  isFresh(): boolean {
    const { prompt } = this;
    // One that was made of a fallback asks for something better at every read.
    return prompt !== undefined && prompt.state !== 'fallback' && this.#clock.now() < this.freshUntil;
  }

  /** Whether the source of its text need not be asked. */
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

  /** Whether the stale copy may be served while a new one is fetched. */
  mayServeWhileRevalidating(): boolean {
    return this.#isStaleLessThan(this.#limits.staleWhileRevalidateMs);
  }

  /** Whether the stale copy may be served because the source can't provide a new one. */
  mayServeIfError(): boolean {
    return this.#isStaleLessThan(this.#limits.staleIfErrorMs);
  }

  #isStaleLessThan(limitMs: number): boolean {
    return this.#clock.now() - this.freshUntil < limitMs;
  }

  /** Records that the source has provided the text, from which the prompt may still have to be made. */
  setTextFreshness(freshForMs: number): void {
    this.#textFreshUntil = this.#clock.now() + freshForMs;
    this.#updateAllHot();
  }

  /** Stores a prompt. @param dependencies The slots of the prompts that it was made of. */
  set(prompt: Prompt, madeOf: readonly Read[], dependencies: ReadonlySet<Slot>): void {
    this.madeOf = madeOf;
    this.#outdatedSince = Infinity;
    for (const slot of this.dependencies) slot.#dependents.delete(this);
    for (const slot of dependencies) slot.#dependents.add(this);
    this.dependencies = dependencies;
    this.replace(prompt);
  }

  /** Records that its source is up. */
  clearError(): void {
    this.error = undefined;
    this.hasReportedStale = false;
  }

  /** Replaces the prompt and keeps its freshness. */
  replace(prompt: Prompt): void {
    this.prompt = prompt;
    this.#stale = undefined;
    this.#updateAllHot();
  }

  /** Makes the prompt stale, whatever its text is: its dependencies have changed, and it could not be made anew. */
  markOutdated(): void {
    this.#outdatedSince = Math.min(this.#outdatedSince, this.#clock.now());
    this.#updateAllHot();
  }

  /** Ends the freshness of its text now. */
  expire(): void {
    this.#textFreshUntil = Math.min(this.#textFreshUntil, this.#clock.now());
    this.#updateAllHot();
  }

  /** Returns how often each Prompt object was read since the last call. */
  takeReads(): { prompt: Prompt; reads: number }[] {
    this.#settleHotReads();
    return this.readCounts.take();
  }

  #settleHotReads(): void {
    if (this.hot) this.readCounts.add(this.hot, this.hotReads);
    this.hotReads = 0;
  }

  /** Lets the next reads return the prompt without further work, while it is fresh. */
  updateHot(): void {
    this.#settleHotReads();
    this.hot = this.#mayBeHot && this.isFresh() ? this.prompt : undefined;
    this.hotPromise = this.hot && Promise.resolve(this.hot);
    this.hotUntil = this.hot ? this.freshUntil : -Infinity;
  }

  #updateAllHot(): void {
    for (const slot of reachable<Slot>(this, (each) => each.#dependents)) slot.updateHot();
  }

  get #withDependencies(): ReadonlySet<Slot> {
    return reachable<Slot>(this, ({ dependencies }) => dependencies);
  }
}
