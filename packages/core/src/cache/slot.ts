import type { Clock } from '../clock.ts';
import type { CacheLimits } from '../config/limits.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import { type Prompt, withState } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';

/**
 * What memory holds of one prompt: the last good one, and until when it is fresh.
 * `hot` and `hotPromise` are set only while a read needs nothing but to hand them out.
 */
export class Slot {
  readonly #clock: Clock;
  readonly #limits: CacheLimits;
  readonly #mayBeHot: boolean;
  #stale: Prompt | undefined;
  #timer: { cancel(): void } | undefined;
  #freshUntil = -Infinity;
  hot: Prompt | undefined;
  hotPromise: Promise<Prompt> | undefined;
  /** The last good prompt, in its fresh form. */
  prompt: Prompt | undefined;
  /** Why the last attempt for this prompt failed; undefined once one succeeded. */
  error: PromptError | undefined;
  /** Whether it was said that a stale copy is served because the source fails: once per transition. */
  saidStale = false;

  constructor(limits: CacheLimits, { clock, hooks }: CacheContext) {
    this.#clock = clock;
    this.#limits = limits;
    // Some hooks take part in every read.
    this.#mayBeHot = !hooks.some(({ before, served }) => before || served);
  }

  /** The prompt in the state it has now. */
  get current(): Prompt | undefined {
    return this.isFresh() ? this.prompt : this.stale;
  }

  /** The last good prompt, marked as stale. */
  get stale(): Prompt | undefined {
    if (this.prompt) this.#stale ??= withState(this.prompt, 'stale');
    return this.#stale;
  }

  /** The end of its TTL on the clock. */
  get freshUntil(): number {
    return this.#freshUntil;
  }

  isFresh(): boolean {
    return this.#clock.now() < this.#freshUntil;
  }

  /**
   * Whether a stale copy may be handed out at once, while a new one is fetched.
   * @param inNeed Whether it may because there is nothing better: so it is, too, once its source fails.
   */
  mayServeStale(inNeed = this.error !== undefined): boolean {
    const { staleIfError, staleWhileRevalidate } = this.#limits;
    return this.#clock.now() - this.#freshUntil < (inNeed ? staleIfError : staleWhileRevalidate);
  }

  /** Takes a prompt as fresh from now on. @param ttl milliseconds */
  keep(prompt: Prompt, ttl: number): void {
    this.error = undefined;
    this.saidStale = false;
    this.#freshUntil = this.#clock.now() + ttl;
    this.replace(prompt);
  }

  /** Puts another text of the same freshness in place of the one held. */
  replace(prompt: Prompt): void {
    this.prompt = prompt;
    this.#stale = undefined;
    this.#warm();
  }

  /** What is held is no longer fresh. @param after In so many milliseconds, at the latest. */
  expire(after = 0): void {
    this.#freshUntil = Math.min(this.#freshUntil, this.#clock.now() + after);
    this.#warm();
  }

  #warm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const remaining = this.#freshUntil - this.#clock.now();
    this.hot = this.#mayBeHot && remaining > 0 ? this.prompt : undefined;
    this.hotPromise = this.hot && Promise.resolve(this.hot);
    // A flag that a timer clears spares every read a look at the clock. A timer cut short by the runtime's limit warms again.
    if (this.hot && remaining !== Infinity) this.#timer = this.#clock.setTimeout(() => this.#warm(), remaining);
  }
}
