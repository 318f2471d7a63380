import type { Catalogue } from './catalogue.ts';
import type { Reader } from './reader.ts';

/**
 * Starts what is loaded before anybody asks: all at once, so that it goes out in batches. Awaited are only texts that
 * stand in the configuration, and what is required.
 * @throws why a required entry can't be had; a fallback does not count.
 */
export async function startLoading(
  { prompts, collections }: Catalogue,
  reader: Reader,
  preload: boolean,
): Promise<void> {
  const awaited: (Promise<void> | undefined)[] = [];
  for (const cached of prompts.values()) {
    const { required, form } = cached.entry;
    const isThere = form === 'content';
    const load = preload || required || isThere ? cached.source.flight.ask() : undefined;
    if (required) awaited.push(reader.require(cached));
    else if (isThere) awaited.push(load);
  }
  for (const collection of collections) {
    const { required } = collection.entry;
    if (preload || required) void collection.flight.ask();
    if (required) awaited.push(reader.require(collection));
  }
  await Promise.all(awaited);
}
