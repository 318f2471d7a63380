import type { Clock } from './clock.ts';

/** How many turns of the microtask queue a reading stays valid. */
const validTurns = 16;

const resolved = Promise.resolve();

/**
 * A clock for the hot path. It reads the real clock once and returns the same time until the event loop goes on: a read of the
 * real clock costs several times as much as a look-up in a Map. It needs no timer, which a busy event loop delays and some runtimes
 * end together with the request.
 */
export class TurnClock {
  readonly #clock: Clock;
  #now = 0;
  #remainingTurns = 0;
  readonly #endTurn = () => {
    this.#remainingTurns -= 1;
    if (this.#remainingTurns > 0) void resolved.then(this.#endTurn);
  };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    if (this.#remainingTurns === 0) this.#read();
    return this.#now;
  }

  #read(): void {
    this.#now = this.#clock.now();
    this.#remainingTurns = validTurns;
    void resolved.then(this.#endTurn);
  }
}
