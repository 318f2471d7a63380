/** Throws an Error with `message` unless `condition` is true. The reader knows the provider but not this suite. */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
