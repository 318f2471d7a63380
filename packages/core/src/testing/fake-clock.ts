import type { Clock } from '../time/clock.ts';
import { settled } from './settled.ts';

/** A clock that moves only when `advance` is called. For the `clock` option of `createPrompts`. */
export interface FakeClock extends Clock {
  /** Advances the time, and calls due timers in order; promises settle in between. */
  advance(milliseconds: number): Promise<void>;
  /** The number of pending timers. */
  readonly pending: number;
}

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/**
 * Creates a clock for tests.
 * @param start What `now()` returns at first, in milliseconds.
 */
export function fakeClock(start = 0): FakeClock {
  let now = start;
  const timers = new Set<Timer>();

  function nextDueAt(): number {
    return Math.min(Infinity, ...Array.from(timers, ({ dueAt }) => dueAt));
  }

  return {
    now: () => now,
    setTimeout(callback, milliseconds) {
      // As in Node, a timer takes at least a millisecond: code that waits for a rounding error would never finish.
      const timer = { dueAt: now + Math.max(1, milliseconds), callback };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settled(2);
      for (let dueAt = nextDueAt(); dueAt <= end && timers.size > 0; dueAt = nextDueAt()) {
        now = Math.max(now, dueAt);
        // Timers due at the same moment fire together, unless one of them cancels another.
        for (const timer of [...timers].filter((each) => each.dueAt === dueAt)) {
          if (timers.delete(timer)) timer.callback();
        }
        await settled(2);
      }
      now = end;
      await settled(2);
    },
    get pending() {
      return timers.size;
    },
  };
}
