/** Where core takes its time from. Tests pass their own clock; nothing in core reads another one. */
export interface Clock {
  /** Monotonic time in milliseconds: a wall clock that jumps must not evict anything. */
  now(): number;
  /** Calls back once after `milliseconds`. Must not keep the process alive. */
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
