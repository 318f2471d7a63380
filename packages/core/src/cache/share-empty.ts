/** The empty list. Most prompts are made of nothing else: a list of its own for each would take memory. */
export const none: readonly never[] = [];

/** Returns a list, or {@link none} if it is empty. */
export function shareEmpty<Item>(list: readonly Item[]): readonly Item[] {
  return list.length > 0 ? list : none;
}
