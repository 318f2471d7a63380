import type { Catalogue } from '../cache/catalogue.ts';
import type { CacheContext } from '../cache/context.ts';
import type { Lister } from '../collections/lister.ts';
import type { ListedPrompt } from '../provider/provider.ts';
import { lastingKey, lastingKeyOf } from './lasting-key.ts';
import { listedPrompts } from './listing-record.ts';
import type { SourceRecord } from './record.ts';
import type { Sealer } from './sealing.ts';
import { ageOf, setBack, takeStaleText } from './take-over.ts';

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
  const collections = catalogue.collections.map(async (collection) =>
    restoreOne(await lastingKey(collection), async (record) => {
      if (!('listing' in record)) return;
      const { provider } = collection.address;
      const listed = listedPrompts(collection, record.listing).map(async (item) => {
        const key = await lastingKeyOf(provider.name, item.config, collection.name);
        // Of a member whose text is lost, the next listing tells.
        return restoreOne(
          key,
          async (text): Promise<ListedPrompt[]> => ('template' in text ? [{ ...item, template: text.template }] : []),
        );
      });
      const found = (await Promise.all(listed)).flatMap((items) => items ?? []);
      collection.fetchedAt = record.fetchedAt;
      await Promise.all(await lister.update(collection, found));
      const age = ageOf(record, context);
      for (const prompt of collection.prompts) setBack(prompt, prompt.source.template?.maxAge, age, 0);
      collection.keep(collection.listing ?? [], 0);
    }),
  );
  await Promise.all([...sources, ...collections]);
  if (damages.length > 0)
    context.logger.warn(`@prompts: ${damages.length} texts of the snapshot are not used: ${damages[0]}`);
}
