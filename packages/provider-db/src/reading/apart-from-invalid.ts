import { PromptError } from '@prompts/core';
import { isInvalidValue } from '../errors/error-from.ts';

/**
 * Reads all items with one query. One value that the database can't compare with its column fails that query: then the items are
 * halved, until it fails alone.
 * @param toResult Returns the result of an item with such a value.
 * @returns One result per item, in order.
 */
export async function apartFromInvalid<Item, Result>(
  items: readonly Item[],
  read: (items: readonly Item[]) => Promise<readonly Result[]>,
  toResult: (error: PromptError) => Result,
): Promise<readonly Result[]> {
  try {
    return await read(items);
  } catch (error) {
    if (!PromptError.isInstance(error) || !isInvalidValue(error)) throw error;
    if (items.length === 1) return [toResult(error)];
    const middle = Math.ceil(items.length / 2);
    const first = await apartFromInvalid(items.slice(0, middle), read, toResult);
    return [...first, ...(await apartFromInvalid(items.slice(middle), read, toResult))];
  }
}
