import type { PromptTemplate } from '../../provider/prompt-template.ts';

/** The stored form of a source's result: a text as it was loaded, or the listing of a collection. */
export type SourceRecord = TemplateRecord | ListingRecord;

interface AnyRecord {
  /** The key of the source: a hash. */
  readonly key: string;
  /** Epoch ms at which the source returned it. */
  readonly fetchedAt: number;
}

export interface TemplateRecord extends AnyRecord {
  readonly template: PromptTemplate;
}

export interface ListingRecord extends AnyRecord {
  readonly listing: readonly ListedRecord[];
}

/** A member of a collection. Its config is stored as the difference from the collection's, which may contain credentials. */
export interface ListedRecord {
  readonly name: string;
  readonly extension?: string | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  /** Keys of the collection's config that the member does not have. */
  readonly without: readonly string[];
  readonly version?: string | undefined;
}

/** The range of a Date: milliseconds before and after the epoch. */
const maxEpochMs = 8.64e15;

/** @throws an Error that says why a value is not a record of this key. */
export function checkRecord(value: unknown, key: string): asserts value is SourceRecord {
  const record = Object(value) as Partial<TemplateRecord & ListingRecord>;
  if (record.key !== key) throw new Error('it belongs to another prompt');
  const { fetchedAt } = record;
  if (typeof fetchedAt !== 'number' || !(Math.abs(fetchedAt) <= maxEpochMs))
    throw new Error('its fetchedAt is missing or invalid');
  const isComplete = typeof record.template?.content === 'string' || Array.isArray(record.listing);
  if (!isComplete) throw new Error('it contains neither a text nor a listing');
}

/**
 * Returns whether a record may replace the stored one: it must not be older. A stored record from the future is forged, or comes
 * from a clock that is ahead, and must not stay forever.
 */
export function mayReplace(record: SourceRecord, kept: SourceRecord | undefined, nowEpochMs: number): boolean {
  return !kept || kept.fetchedAt <= record.fetchedAt || kept.fetchedAt > nowEpochMs;
}
