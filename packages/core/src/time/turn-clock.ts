import type { Clock } from './clock.ts';

/** How many turns of the microtask queue a reading stays valid. */
const validTurns = 16;

/** After how many of them in which nobody asks it is dropped: a server reads once per request, and each turn takes time. */
const maxIdleTurns = 3;

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
  #idleTurns = 0;
  readonly #endTurn = () => {
    this.#idleTurns += 1;
    this.#remainingTurns = this.#idleTurns > maxIdleTurns ? 0 : this.#remainingTurns - 1;
    if (this.#remainingTurns > 0) void resolved.then(this.#endTurn);
  };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    if (this.#remainingTurns === 0) this.#read();
    this.#idleTurns = 0;
    return this.#now;
  }

  #read(): void {
    this.#now = this.#clock.now();
    this.#remainingTurns = validTurns;
    void resolved.then(this.#endTurn);
  }
}
