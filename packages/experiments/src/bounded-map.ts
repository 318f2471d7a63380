/** A map that forgets its oldest entry when it is full. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #maxEntries: number;
  /** Goes on where it was: a new iterator would step over everything that was deleted before. */
  readonly #oldestFirst = this.keys();

  constructor(maxEntries: number) {
    super();
    this.#maxEntries = maxEntries;
  }

  override set(key: Key, value: Value): this {
    super.set(key, value);
    if (this.size > this.#maxEntries) this.delete(this.#oldestFirst.next().value as Key);
    return this;
  }
}
