import { type Collection, Source } from '../../cache/model.ts';
import { toListedRecords } from './listing-record.ts';
import type { SourceRecord } from './record.ts';

/** Creates the record of what a source returned last. @returns undefined if there is nothing to keep. */
export function createRecord(fetchable: Source | Collection, key: string): SourceRecord | undefined {
  const { fetchedAt } = fetchable;
  if (fetchable instanceof Source) return fetchable.template && { key, fetchedAt, template: fetchable.template };
  const listing = fetchable.listing && toListedRecords(fetchable, fetchable.listing);
  return listing && { key, fetchedAt, listing };
}
