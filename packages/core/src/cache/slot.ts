import type { CacheLimits } from '../config/cache-limits.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { PromptHook } from '../hooks/hook.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import { type Prompt, withState } from '../template/prompt.ts';
import type { Clock } from '../time/clock.ts';
import { ReadCounts } from './read-counts.ts';

/**
 * What memory holds of one prompt: the last good one, and until when it is fresh.
 * `hot` and `hotPromise` are what a read returns without any further work, before `hotUntil`.
 */
export class Slot {
  readonly #clock: Clock;
  readonly #limits: CacheLimits;
  readonly #mayBeHot: boolean;
  #stale: Prompt | undefined;
  #freshUntil = -Infinity;
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

  /** The last good prompt, marked as stale. */
  get stale(): Prompt | undefined {
    if (this.prompt) this.#stale ??= withState(this.prompt, 'stale');
    return this.#stale;
  }

  /** The end of its TTL, on the monotonic clock. */
  get freshUntil(): number {
    return this.#freshUntil;
  }

  isFresh(): boolean {
    return this.#clock.now() < this.#freshUntil;
  }

  /** Whether the stale copy may be served without waiting for a new one. */
  mayServeStale(): boolean {
    return this.error ? this.mayServeIfError() : this.mayServeWhileRevalidating();
  }

  /** Whether the stale copy may be served while a new one is fetched. */
  mayServeWhileRevalidating(): boolean {
    return this.#clock.now() - this.#freshUntil < this.#limits.staleWhileRevalidateMs;
  }

  /** Whether the stale copy may be served because the source can't provide a new one. */
  mayServeIfError(): boolean {
    return this.#clock.now() - this.#freshUntil < this.#limits.staleIfErrorMs;
  }

  /** Stores a prompt that is fresh from now on. */
  set(prompt: Prompt, freshForMs: number): void {
    this.error = undefined;
    this.hasReportedStale = false;
    this.#freshUntil = this.#clock.now() + freshForMs;
    this.replace(prompt);
  }

  /** Replaces the prompt and keeps its freshness. */
  replace(prompt: Prompt): void {
    this.prompt = prompt;
    this.#stale = undefined;
    this.#updateHot();
  }

  /** Ends freshness now. */
  expire(): void {
    this.limitFreshness(0);
  }

  /** Ends freshness after this time at the latest. */
  limitFreshness(maxMs: number): void {
    this.#freshUntil = Math.min(this.#freshUntil, this.#clock.now() + maxMs);
    this.#updateHot();
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

  #updateHot(): void {
    this.#settleHotReads();
    this.hot = this.#mayBeHot && this.isFresh() ? this.prompt : undefined;
    this.hotPromise = this.hot && Promise.resolve(this.hot);
    this.hotUntil = this.hot ? this.#freshUntil : -Infinity;
  }
}
