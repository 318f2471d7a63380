/** The clock for all TTLs, timeouts and back-offs. Tests can pass their own. */
export interface Clock {
  /** Monotonic time in milliseconds: a change of the system time must not make texts stale. */
  now(): number;
  /** Calls `callback` once, after `milliseconds`. Must not keep the process alive. */
  setTimeout(callback: () => void, milliseconds: number): { cancel(): void };
}

/** Longer waits overflow the runtime's timers and would fire immediately. */
const maxTimerMs = 2_147_483_647;

/** The runtime's monotonic clock, with timers that let the process end. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout(callback, milliseconds) {
    const timer: unknown = setTimeout(callback, Math.min(milliseconds, maxTimerMs));
    (timer as { unref?(): void }).unref?.();
    return { cancel: () => clearTimeout(timer as number) };
  },
};
