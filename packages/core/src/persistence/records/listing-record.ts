import type { Collection } from '../../cache/model.ts';
import { canonicalJson } from '../../identity/canonical.ts';
import type { ListedPrompt } from '../../provider/provider.ts';
import type { ListedRecord } from './record.ts';

type Config = Readonly<Record<string, unknown>>;

/** Converts members to records, without what they share with their collection, which may contain credentials. */
export function toListedRecords(collection: Collection, listing: readonly ListedPrompt[]): ListedRecord[] {
  const shared = Object(collection.address.config) as Config;
  return listing.map(({ name, extension, config, version }) => {
    const own = Object(config) as Config;
    const differing = Object.entries(own).filter(([key, value]) => canonicalJson(value) !== canonicalJson(shared[key]));
    return {
      name,
      config: Object.fromEntries(differing),
      without: Object.keys(shared).filter((key) => !(key in own)),
      ...(extension !== undefined && { extension }),
      ...(version !== undefined && { version }),
    };
  });
}

/** Converts records back to members, adding what they share with their collection. */
export function toListedPrompts(collection: Collection, records: readonly ListedRecord[]): ListedPrompt[] {
  const shared = Object(collection.address.config) as Config;
  return records.map(({ name, extension, config, without, version }) => {
    const kept = Object.entries(shared).filter(([key]) => !without.includes(key));
    return { name, extension, config: { ...Object.fromEntries(kept), ...config }, version };
  });
}
