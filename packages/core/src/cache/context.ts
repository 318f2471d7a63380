import type { Clock } from '../clock.ts';
import type { Emitter } from '../events/emitter.ts';
import type { PromptHook } from '../hooks/hook.ts';
import type { Logger } from '../logger.ts';
import type { Tiers } from '../persistence/tiers.ts';

/** What every part of the cache works with. One per `createPrompts`. */
export interface CacheContext {
  readonly clock: Clock;
  /** Epoch milliseconds of a time on the monotonic clock, or of now: anchored once, so that a wall clock that jumps changes nothing. */
  epochOf(time?: number): number;
  readonly logger: Logger;
  readonly hooks: readonly PromptHook[];
  readonly events: Emitter;
  /** What holds prompts beyond memory; undefined where nothing does. */
  tiers?: Tiers | undefined;
  /** Aborted by `close()`. */
  readonly closed: AbortSignal;
}
