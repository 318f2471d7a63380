import type { Lister } from '../collections/lister.ts';
import type { Catalogue } from './catalogue.ts';
import type { Loader } from './loader.ts';
import type { Reader } from './reader.ts';

/**
 * Starts what is loaded before anybody asks: all at once, so that it goes out in batches. Awaited are only texts that
 * stand in the configuration, and what is required.
 * @throws why a required entry can't be had; a fallback does not count.
 */
export async function startLoading(parts: {
  catalogue: Catalogue;
  loader: Loader;
  lister: Lister;
  reader: Reader;
  preload: boolean;
}): Promise<void> {
  const { catalogue, loader, lister, reader, preload } = parts;
  const awaited: Promise<unknown>[] = [];
  for (const { name, entry, source } of catalogue.prompts.values()) {
    if (preload || entry.required || entry.source.kind === 'inline') void loader.load(source);
    if (entry.required || entry.source.kind === 'inline') awaited.push(reader.require(name));
  }
  for (const collection of catalogue.collections) {
    const { required } = collection.parts.entry;
    if (preload || required) void lister.list(collection);
    if (required) awaited.push(reader.requireAll(collection));
  }
  await Promise.all(awaited);
}
