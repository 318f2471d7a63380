import type { Catalogue } from './catalogue.ts';
import type { Reader } from './reader.ts';

/**
 * Starts what is loaded before anybody asks: all at once, so that it goes out in batches. Awaited are only texts that
 * stand in the configuration, and what is required.
 * @throws why a required entry can't be had; a fallback does not count.
 */
export async function startLoading({ all }: Catalogue, reader: Reader, preload: boolean): Promise<void> {
  const awaited: (Promise<void> | undefined)[] = [];
  for (const what of all) {
    const { required, form } = what.entry;
    const isContent = form === 'content';
    const attempt = preload || required || isContent ? what.source.ask() : undefined;
    if (required) awaited.push(reader.require(what));
    else if (isContent) awaited.push(attempt);
  }
  await Promise.all(awaited);
}
