/** Random choices that a seed repeats. */
export interface Random {
  /** Returns a number from 0 up to 1, as `Math.random` does. */
  next(): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  isTrue(probability: number): boolean;
}

/** Creates a mulberry32 generator. @param seed An integer. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    next,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    isTrue: (probability) => next() < probability,
  };
}
