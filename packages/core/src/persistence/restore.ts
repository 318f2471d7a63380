import type { Catalogue } from '../cache/catalogue.ts';
import type { CacheContext } from '../cache/context.ts';
import type { Collection } from '../collections/collection.ts';
import type { Lister } from '../collections/lister.ts';
import type { ListedPrompt } from '../provider/provider.ts';
import { lastingKey, lastingKeyOf } from './lasting-key.ts';
import { listedPrompts } from './listing-record.ts';
import type { ListingRecord, SourceRecord } from './record.ts';
import type { Sealer } from './sealing.ts';
import { ageOf, offer, setBack, takeStaleText } from './take-over.ts';

/**
 * Fills memory with what a snapshot holds, as stale: an app has something to serve before any source was asked.
 * @param sealed Records by lasting key. One that is damaged is left out, and told of.
 */
export async function restore(
  sealed: ReadonlyMap<string, string>,
  sealer: Sealer,
  catalogue: Catalogue,
  lister: Lister,
  context: CacheContext,
): Promise<void> {
  const damages: string[] = [];

  /** Takes over the record of a key, if there is one. @returns what `take` does; undefined where the record is no good. */
  async function restoreOne<Taken>(key: string, take: (record: SourceRecord) => Promise<Taken>) {
    const text = sealed.get(key);
    if (text === undefined) return undefined;
    try {
      return await take(await sealer.open(text, key));
    } catch (error) {
      damages.push((error as Error).message);
      return undefined;
    }
  }

  const sources = [...catalogue.sources.values()].map(async (source) =>
    restoreOne(await lastingKey(source), async (record) => {
      if ('template' in record) await takeStaleText(source, record, context);
    }),
  );
  const textsOf = (keys: readonly string[]) =>
    Promise.all(keys.map((key) => restoreOne(key, async (record) => record)));
  const collections = catalogue.collections.map(async (collection) =>
    restoreOne(await lastingKey(collection), async (record) => {
      if ('listing' in record) await restoreListing(collection, record, textsOf, lister, context);
    }),
  );
  await Promise.all([...sources, ...collections]);
  if (damages.length > 0)
    context.logger.warn(`@prompts: ${damages.length} texts of the snapshot are not used: ${damages[0]}`);
}

/**
 * Fills a collection with what it held, as stale.
 * @param textsOf Gives the records of lasting keys; undefined for one that is missing or no good.
 */
export async function restoreListing(
  collection: Collection,
  record: ListingRecord,
  textsOf: (keys: readonly string[]) => Promise<readonly (SourceRecord | undefined)[]>,
  lister: Lister,
  context: CacheContext,
): Promise<void> {
  const { provider } = collection.address;
  const items = listedPrompts(collection, record.listing);
  const keys = items.map(({ config }) => lastingKeyOf(provider.name, config, collection.name));
  const texts = await textsOf(await Promise.all(keys));
  // Of a member whose text is lost, the next listing tells.
  const found = items.flatMap((item, index): ListedPrompt[] => {
    const text = texts[index];
    return text && 'template' in text ? [{ ...item, template: text.template }] : [];
  });
  collection.fetchedAt = record.fetchedAt;
  await Promise.all(await lister.update(collection, found));
  const age = ageOf(record, context);
  for (const prompt of collection.prompts) setBack(prompt, prompt.source.template?.maxAge, age, 0);
  collection.keep(collection.listing ?? [], 0);
  offer(collection);
}
