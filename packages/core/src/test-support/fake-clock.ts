import type { Clock } from '../clock.ts';

/** A clock that moves when a test says so. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  /** As Node's, a timer takes a millisecond at least: what waits for a rounding error would wait for ever. */
  setTimeout(callback: () => void, milliseconds: number): { cancel(): void } {
    const timer = { at: this.#now + Math.max(1, milliseconds), callback };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves on, firing what is due in order, and lets promises settle. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settled(2);
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      // What is due at the same moment fires in one go, unless one of them cancels another.
      for (const timer of [...this.#timers].filter(({ at }) => at === next.at)) {
        if (this.#timers.delete(timer)) timer.callback();
      }
      await settled(2);
    }
    this.#now = end;
    await settled(2);
  }
}

/** Resolves once everything that is ready to run has run, hashes that were asked for before included. */
export async function settled(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await crypto.subtle.digest('SHA-256', new Uint8Array());
    await new Promise((resolve) => setImmediate(resolve));
  }
}
