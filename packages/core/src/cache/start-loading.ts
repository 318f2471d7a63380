import type { Catalogue } from './catalogue.ts';
import type { Reader } from './reader.ts';

/**
 * Starts loading everything before the first read, all in one turn of the event loop, so that it is loaded in batches. Waits
 * only for texts in the configuration itself and for required entries.
 * @throws why a required entry can't be loaded; a fallback does not count.
 */
export async function startLoading({ items }: Catalogue, reader: Reader, preload: boolean): Promise<void> {
  const awaited = items.map((item) => {
    const { required, form } = item.entry;
    const isContent = form === 'content';
    const attempt = preload || required || isContent ? item.source.fetch() : undefined;
    if (required) return reader.waitUntilLoaded(item);
    return isContent && attempt;
  });
  await Promise.all(awaited);
}
