import { type Collection, Source } from '../../cache/model.ts';
import { toListedRecords } from './listing-record.ts';
import type { SourceRecord } from './record.ts';

/** Creates the record of what a source returned last. @returns undefined if there is nothing to keep, or no prompt accepted it. */
export function createRecord(fetchable: Source | Collection, key: string): SourceRecord | undefined {
  const { fetchedAt } = fetchable;
  if (fetchable instanceof Source) {
    const { template, prompts } = fetchable;
    const isAccepted = [...prompts].some(({ slot }) => slot.template === template);
    return template && isAccepted ? { key, fetchedAt, template } : undefined;
  }
  const listing = fetchable.listing && toListedRecords(fetchable, fetchable.listing);
  return listing && { key, fetchedAt, listing };
}
