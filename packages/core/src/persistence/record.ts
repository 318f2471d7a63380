import type { PromptTemplate } from '../provider/provider.ts';

/** What outlives a process: a text as its source gave it, or what a collection held. */
export type SourceRecord = TemplateRecord | ListingRecord;

interface AnyRecord {
  /** Of the source: a hash. */
  readonly key: string;
  /** Epoch ms of the moment at which the source said so. */
  readonly fetchedAt: number;
}

export interface TemplateRecord extends AnyRecord {
  readonly template: PromptTemplate;
}

export interface ListingRecord extends AnyRecord {
  readonly listing: readonly ListedRecord[];
}

/** A member of a collection: what its config adds to that of the collection, which may hold credentials. */
export interface ListedRecord {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Keys of the collection's config that a member doesn't have. */
  readonly without: readonly string[];
  readonly version?: string | undefined;
}

/** Milliseconds from the epoch, either way, that a Date can tell. */
const longest = 8.64e15;

/** @throws what is wrong with a value that claims to be a record. */
export function checkRecord(value: unknown, key: string): asserts value is SourceRecord {
  const record = Object(value) as Partial<TemplateRecord & ListingRecord>;
  if (record.key !== key) throw new Error('it belongs to another prompt');
  const { fetchedAt } = record;
  if (typeof fetchedAt !== 'number' || !(Math.abs(fetchedAt) <= longest)) throw new Error('it says no time');
  const isComplete = typeof record.template?.content === 'string' || Array.isArray(record.listing);
  if (!isComplete) throw new Error('it holds no text');
}
