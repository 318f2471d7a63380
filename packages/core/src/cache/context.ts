import type { Emitter } from '../events/emitter.ts';
import type { PromptHook } from '../hooks/hook.ts';
import type { Logger } from '../logger.ts';
import type { Abortable } from '../time/abortable.ts';
import type { Clock } from '../time/clock.ts';
import type { Persistence } from './persistence.ts';
import type { Publisher } from './publisher.ts';

/** What every part of the cache works with. One per `createPrompts`. */
export interface CacheContext {
  readonly clock: Clock;
  /**
   * Converts a time on the monotonic clock, by default now, to epoch milliseconds, by the wall clock as it is now: it may have
   * been corrected, or the machine may have slept.
   */
  toEpochMs(time?: number): number;
  readonly logger: Logger;
  readonly hooks: readonly PromptHook[];
  readonly events: Emitter;
  publisher: Publisher;
  /** Undefined if nothing keeps prompts beyond memory. */
  persistence?: Persistence | undefined;
  /** Hands the runtime an attempt that goes on behind a read. @param attempt Never rejects. */
  waitUntil(attempt: Promise<unknown>): void;
  /** Aborted by `close()`. */
  readonly closed: Abortable;
}
