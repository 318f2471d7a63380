import { ageOf } from '../cache/age-of.ts';
import type { Lister } from '../cache/collections/lister.ts';
import type { CacheContext } from '../cache/context.ts';
import type { Collection, MemberLoads, Source } from '../cache/model.ts';
import { isSameTemplate } from '../cache/prompt-metadata.ts';
import { settleWithTemplate } from '../cache/settle.ts';
import { freshnessMs } from '../config/parsed-entry.ts';
import { canonicalJson } from '../identity/canonical.ts';
import { normaliseTemplate } from '../normalise/normalise.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { ListedPrompt } from '../provider/provider.ts';
import { createAddress } from '../provider/source-address.ts';
import { toListedPrompts, toListedRecords } from './records/listing-record.ts';
import type { ListedRecord, ListingRecord, SourceRecord, TemplateRecord } from './records/record.ts';
import type { RecordKeys } from './records/record-keys.ts';

/** What became of a record. */
export interface Application {
  /** Whether the source no longer needs to be called. */
  readonly isEnough: boolean;
  /** Resolves, never rejects, when the text is published: a prompt that depends on several texts may make it wait for the others. */
  readonly published?: Promise<void> | undefined;
}

/** Applies a text that another process loaded, if it is newer than the known one. One that is past its TTL is applied as stale. */
export async function applyTextRecord(
  source: Source,
  record: TemplateRecord,
  context: CacheContext,
): Promise<Application> {
  const { template: known, isInvalidated } = source;
  const { fetchedAt } = record;
  if (known && fetchedAt <= source.fetchedAt) return { isEnough: false };
  const isSame = isSameTemplate(known, record.template);
  const template = known && isSame ? known : record.template;
  if (!isSame) await checkText(source, template);
  const ageMs = ageOf(record, context);
  const isFresh = [...source.prompts].every(({ entry }) => ageMs < freshnessMs(entry, template.maxAge));
  if (isFresh && !(isSame && isInvalidated) && !isOutdated(source, record, context)) {
    return { isEnough: true, published: settleWithTemplate({ source, template, fetchedAt, ageMs }, context) };
  }
  // It is newer than the known one, which may come from a snapshot.
  return { isEnough: false, published: isSame ? undefined : applyStaleText(source, record, context) };
}

/** Applies a text that is no longer fresh, so that there is something to serve, unless it is too old for that. */
export async function applyStaleText(source: Source, record: TemplateRecord, context: CacheContext): Promise<void> {
  const { template, fetchedAt } = record;
  const ageMs = ageOf(record, context);
  const isServable = [...source.prompts].some(
    ({ entry }) => ageMs < freshnessMs(entry, template.maxAge) + entry.limits.staleIfErrorMs,
  );
  if (!isServable) return;
  await context.publisher.publish({ source, template, fetchedAt, ageMs, isStale: true });
  markServableIfAllowed(source);
}

/**
 * Applies a listing that another process loaded. A listing decides where the collection's credentials are sent. Without
 * authentication anybody may have written it. It is then used only if it equals the known one; otherwise the source is called.
 * @returns The loads of the members that changed; undefined if the listing is not newer, or no longer fresh.
 */
export async function applyListingRecord(
  collection: Collection,
  record: ListingRecord,
  isAuthenticated: boolean,
  lister: Lister,
  context: CacheContext,
): Promise<MemberLoads | undefined> {
  const { listing, fetchedAt } = record;
  const ageMs = ageOf(record, context);
  const { ttlMs } = collection.entry.limits;
  if (fetchedAt <= collection.fetchedAt || ageMs >= ttlMs || isOutdated(collection, record, context)) return undefined;
  if (!isAuthenticated && !isKnownListing(collection, listing)) return lister.fetchListing(collection);
  collection.fetchedAt = fetchedAt;
  const loads = await lister.applyListing(collection, toListedPrompts(collection, listing));
  collection.setListing(collection.listing ?? [], ttlMs - ageMs);
  collection.settle();
  return loads;
}

/** What a listing is restored with. */
export interface ListingRestoring {
  readonly recordKeys: RecordKeys;
  /** Returns the records of keys; undefined for one that is missing or not usable. */
  findRecords(keys: readonly string[]): Promise<readonly (SourceRecord | undefined)[]>;
  readonly isAuthenticated: boolean;
  readonly lister: Lister;
  readonly context: CacheContext;
}

/**
 * Fills a collection with the members it had, as stale. A listing that anybody may have written only serves their texts: it is
 * not used to call the source.
 */
export async function restoreListing(
  collection: Collection,
  record: ListingRecord,
  { recordKeys, findRecords, isAuthenticated, lister }: ListingRestoring,
): Promise<void> {
  const { provider, providerName } = collection.address;
  const items = toListedPrompts(collection, record.listing);
  const keys = items.map(async ({ config }) =>
    recordKeys.ofAddress(createAddress(providerName, provider, config), collection.name),
  );
  const texts = await findRecords(await Promise.all(keys));
  const fetchedAt = new Map<ListedPrompt, number>();
  const listing = items.map((item, index): ListedPrompt => {
    const text = texts[index];
    if (!text || !('template' in text)) return item;
    const withText = { ...item, template: text.template };
    fetchedAt.set(withText, text.fetchedAt);
    return withText;
  });
  collection.fetchedAt = record.fetchedAt;
  await Promise.all(await lister.applyListing(collection, listing, { isTrusted: isAuthenticated, fetchedAt }));
  collection.setListing(collection.listing ?? [], 0);
  markServableIfAllowed(collection);
}

/** Lets readers stop waiting for the source if every text may be served before the source has responded. */
function markServableIfAllowed(fetchable: Source | Collection): void {
  if ([...fetchable.prompts].every(({ slot }) => slot.mayServeWhileRevalidating() && slot.mayServeIfError())) {
    fetchable.markServable();
  }
}

/** Anybody may write to a store: a value that is not a valid text is a miss, not a failure of its source. @throws PromptError */
async function checkText({ prompts }: Source, template: PromptTemplate): Promise<void> {
  for (const { entry } of prompts) await normaliseTemplate(template, entry);
}

/** Whether a source, or a collection that contains its text, has announced a change since this record was requested. */
function isOutdated(fetchable: Source | Collection, { fetchedAt }: SourceRecord, { toEpochMs }: CacheContext): boolean {
  const collections = Array.from(fetchable.prompts, ({ collection }) => collection);
  return [fetchable, ...new Set(collections)].some((each) => each && fetchedAt <= toEpochMs(each.announcedAt));
}

function isKnownListing(collection: Collection, records: readonly ListedRecord[]): boolean {
  const { trustedListing } = collection;
  const known = trustedListing && toListedRecords(collection, trustedListing);
  return canonicalJson(known) === canonicalJson(records);
}
