import { PromptError } from '../errors/prompt-error.ts';
import type { Clock } from '../time/clock.ts';

/** Everything that is read with the same provider and credentials: a `Retry-After` from one of its sources applies to all. */
export class AccessGroup {
  readonly #clock: Clock;
  #blockedUntil = 0;
  #cause: PromptError | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Blocks calls to all sources of the group for as long as the source of this error requested. */
  block(cause: PromptError): void {
    const until = this.#clock.now() + (cause.retryAfter ?? 0) * 1000;
    if (until <= this.#blockedUntil) return;
    this.#blockedUntil = until;
    this.#cause = cause;
  }

  /** Why no source of the group may be called now, with the remaining wait; undefined if they may. */
  get blockedBy(): PromptError | undefined {
    const remainingMs = this.#blockedUntil - this.#clock.now();
    if (remainingMs <= 0 || !this.#cause) return undefined;
    const { code, provider } = this.#cause;
    const retryAfter = Math.ceil(remainingMs / 1000);
    const message = `the source requested a pause (Retry-After): retry in ${retryAfter} s`;
    return new PromptError(code, message, { provider, retryAfter });
  }

  /** The monotonic time before which no source of the group may be called. */
  get blockedUntil(): number {
    return this.#blockedUntil;
  }
}
