/**
 * Splits a list into lists of at most `size` items, for sources that limit the items of a request.
 * @returns The lists, in order. All but the last have `size` items.
 */
export function inChunks<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
