import type { Catalogue } from './catalogue.ts';
import type { Reader } from './reader.ts';

/**
 * Starts what is loaded before anybody asks: all at once, so that it goes out in batches. Awaited are only texts that
 * stand in the configuration, and what is required.
 * @throws why a required entry can't be had; a fallback does not count.
 */
export async function startLoading({ all }: Catalogue, reader: Reader, preload: boolean): Promise<void> {
  const awaited = all.map((what) => {
    const { required, form } = what.entry;
    const isContent = form === 'content';
    const attempt = preload || required || isContent ? what.source.ask() : undefined;
    if (required) return reader.require(what);
    return isContent ? attempt : undefined;
  });
  await Promise.all(awaited);
}
