/** The clock for all TTLs, timeouts and back-offs. Tests can pass their own. */
export interface Clock {
  /** Monotonic time in milliseconds: a change of the system time must not make texts stale. */
  now(): number;
  /** Calls `callback` once, after `milliseconds`. Must not keep the process alive, unless `ref` of the timer is called. */
  setTimeout(callback: () => void, milliseconds: number): { cancel(): void; ref?(): void };
}

/** Longer waits overflow the runtime's timers and would fire immediately. */
const maxTimerMs = 2_147_483_647;

/** The runtime's monotonic clock, with timers that let the process end. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout(callback, milliseconds) {
    const id: unknown = setTimeout(callback, Math.min(milliseconds, maxTimerMs));
    const timer = id as { ref?(): void; unref?(): void };
    timer.unref?.();
    return { cancel: () => clearTimeout(id as number), ref: () => timer.ref?.() };
  },
};

/** Returns the clock with timers that keep the process alive: for the time in which somebody waits for a result. */
export function keepAlive(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    setTimeout(callback, milliseconds) {
      const timer = clock.setTimeout(callback, milliseconds);
      timer.ref?.();
      return timer;
    },
  };
}
