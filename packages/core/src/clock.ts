/** Where core takes its time from. Tests give their own; nothing in core reads another clock. */
export interface Clock {
  /** Monotonic milliseconds: a wall clock that jumps must evict nothing. */
  now(): number;
  /** Calls back once after `milliseconds`. Must not keep the process alive. */
  setTimeout(callback: () => void, milliseconds: number): { cancel(): void };
}

/** Longer waits overflow the runtime's timers and would fire at once. */
const longestTimer = 2_147_483_647;

/** The runtime's monotonic clock, with timers that let the process end. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout(callback, milliseconds) {
    const timer: unknown = setTimeout(callback, Math.min(milliseconds, longestTimer));
    (timer as { unref?(): void }).unref?.();
    return { cancel: () => clearTimeout(timer as number) };
  },
};
