/**
 * Calls `work` for every item, with at most `bound` calls in progress at the same time.
 * @returns The results, in the order of the items.
 * @throws The first error of `work`. No further call starts after it.
 */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  bound: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  let hasFailed = false;
  const worker = async () => {
    for (const [index, item] of queue) {
      if (hasFailed) return;
      try {
        results[index] = await work(item, index);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(bound, items.length) }, worker));
  return results;
}
