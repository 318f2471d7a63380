import type { CachedPrompt } from '../cache/cached-prompt.ts';
import type { CacheContext } from '../cache/context.ts';
import { give, ttlOf } from '../cache/outcomes.ts';
import type { Source } from '../cache/source.ts';
import type { Collection } from '../collections/collection.ts';
import type { Lister, MemberLoads } from '../collections/lister.ts';
import { canonicalJson } from '../identity/canonical.ts';
import { normaliseTemplate } from '../normalise/normalise.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import { listedPrompts, listedRecords } from './listing-record.ts';
import type { ListedRecord, ListingRecord, SourceRecord, TemplateRecord } from './record.ts';

/**
 * Takes over what another process was told of a text.
 * @returns whether the source needn't be asked any longer. An old text is taken where there is none: as stale.
 */
export async function takeText(source: Source, record: TemplateRecord, context: CacheContext): Promise<boolean> {
  const { template: known, isKnownToDiffer } = source;
  const { fetchedAt } = record;
  if (known && fetchedAt <= source.fetchedAt) return false;
  const isSame = known?.version === record.template.version && known?.content === record.template.content;
  const template = known && isSame ? known : record.template;
  if (!isSame) await check(source, template);
  const age = ageOf(record, context);
  const isFresh = [...source.prompts].every(({ entry }) => age < ttlOf(entry, template.maxAge));
  if (isFresh && !(isSame && isKnownToDiffer)) {
    source.fetchedAt = fetchedAt;
    const rejection = await give(source, template, context);
    for (const prompt of source.prompts) setBack(prompt, template.maxAge, age);
    source.land(rejection);
    return true;
  }
  if (!known) await takeStaleText(source, record, context);
  return false;
}

/** Takes a text as one that is no longer fresh, so that there is something to serve; not one that is too old for that. */
export async function takeStaleText(source: Source, record: TemplateRecord, context: CacheContext): Promise<void> {
  const { template, fetchedAt } = record;
  const age = ageOf(record, context);
  const maySomebody = [...source.prompts].some(
    ({ entry }) => age < ttlOf(entry, template.maxAge) + entry.limits.staleIfError,
  );
  if (!maySomebody) return;
  source.fetchedAt = fetchedAt;
  await give(source, template, context);
  for (const prompt of source.prompts) setBack(prompt, template.maxAge, age, 0);
  offer(source);
}

/** Spares readers the wait for the source, where what was taken may be served before it has answered. */
export function offer(asked: Source | Collection): void {
  if ([...asked.prompts].every(({ slot }) => slot.mayServeStale(false) && slot.mayServeStale(true))) asked.offer();
}

/** Many may write to a store: what is no text for a prompt is a miss, not a failure of its source. @throws PromptError */
async function check({ prompts }: Source, template: PromptTemplate): Promise<void> {
  for (const { entry } of prompts) await normaliseTemplate(template, entry);
}

/** Milliseconds. What comes from the future, by a wall clock that is ahead, may be as old as that is ahead. */
export function ageOf({ fetchedAt }: SourceRecord, { epochOf }: CacheContext): number {
  return Math.abs(epochOf() - fetchedAt);
}

/**
 * Has a prompt be fresh until when one of that age is.
 * @param age milliseconds @param most Milliseconds from now after which it is stale at the latest.
 */
export function setBack({ slot, entry }: CachedPrompt, maxAge: number | undefined, age: number, most = Infinity): void {
  slot.expire(Math.min(most, ttlOf(entry, maxAge) - age));
}

/**
 * Takes over what another process was told of a collection. A listing says where the collection's credentials are sent: one
 * that anybody may have written counts only where it is the one known already, else it is a reason to ask the source.
 * @returns the loads of the members that changed; undefined where it is no news, or no longer fresh.
 */
export async function takeListing(
  collection: Collection,
  record: ListingRecord,
  isAuthenticated: boolean,
  lister: Lister,
  context: CacheContext,
): Promise<MemberLoads | undefined> {
  const { listing, fetchedAt } = record;
  const age = ageOf(record, context);
  const { ttl } = collection.entry.limits;
  if (fetchedAt <= collection.fetchedAt || age >= ttl) return undefined;
  if (!isAuthenticated && !isListed(collection, listing)) return lister.ask(collection);
  collection.fetchedAt = fetchedAt;
  const loads = await lister.update(collection, listedPrompts(collection, listing));
  for (const prompt of collection.prompts) setBack(prompt, prompt.source.template?.maxAge, age);
  collection.keep(collection.listing ?? [], ttl - age);
  collection.land();
  return loads;
}

function isListed(collection: Collection, records: readonly ListedRecord[]): boolean {
  const known = collection.listing && listedRecords(collection, collection.listing);
  return canonicalJson(known) === canonicalJson(records);
}
