import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@prompts/core';

/** A clock that moves only when told to. Fits the `clock` option of `createPrompts`. */
export interface FakeClock extends Clock {
  /** Moves time on, calling due timers in their order; what they start may settle in between. */
  advance(milliseconds: number): Promise<void>;
  /** Timers that wait. */
  readonly pending: number;
}

/** @param start what `now()` gives at first, in ms. */
export function fakeClock(start = 0): FakeClock {
  let now = start;
  const timers = new Set<{ readonly due: number; readonly callback: () => void }>();
  const next = (until: number) =>
    [...timers]
      .filter(({ due }) => due <= until)
      .reduce<{ due: number; callback: () => void } | undefined>(
        (first, timer) => (first === undefined || timer.due < first.due ? timer : first),
        undefined,
      );
  return {
    now: () => now,
    setTimeout(callback, milliseconds) {
      const timer = { due: now + Math.max(0, milliseconds), callback };
      timers.add(timer);
      return { cancel: () => timers.delete(timer) };
    },
    async advance(milliseconds) {
      const until = now + milliseconds;
      await nextTurn();
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        timers.delete(timer);
        now = timer.due;
        timer.callback();
        await nextTurn();
      }
      now = until;
    },
    get pending() {
      return timers.size;
    },
  };
}
