import type { Collection } from '../collections/collection.ts';
import { canonicalJson } from '../identity/canonical.ts';
import type { ListedPrompt } from '../provider/provider.ts';
import type { ListedRecord } from './record.ts';

type Config = Readonly<Record<string, unknown>>;

/** Members without what they share with their collection: credentials stand there. */
export function listedRecords(collection: Collection, listing: readonly ListedPrompt[]): ListedRecord[] {
  const shared = Object(collection.address.config) as Config;
  return listing.map(({ name, config, version }) => {
    const own = Object(config) as Config;
    const differing = Object.entries(own).filter(([key, value]) => canonicalJson(value) !== canonicalJson(shared[key]));
    return {
      name,
      config: Object.fromEntries(differing),
      without: Object.keys(shared).filter((key) => !(key in own)),
      ...(version !== undefined && { version }),
    };
  });
}

/** The members again, with what they share with their collection. */
export function listedPrompts(collection: Collection, records: readonly ListedRecord[]): ListedPrompt[] {
  const shared = Object(collection.address.config) as Config;
  return records.map(({ name, config, without, version }) => {
    const kept = Object.entries(shared).filter(([key]) => !without.includes(key));
    return { name, config: { ...Object.fromEntries(kept), ...config }, ...(version !== undefined && { version }) };
  });
}
