import { Source } from '../cache/source.ts';
import type { Collection } from '../collections/collection.ts';
import { listedRecords } from './listing-record.ts';
import type { SourceRecord } from './record.ts';

/** @returns what is to outlive this process of what a source said last; undefined where nothing can. */
export function recordOf(asked: Source | Collection, key: string): SourceRecord | undefined {
  const { fetchedAt } = asked;
  if (asked instanceof Source) return asked.template && { key, fetchedAt, template: asked.template };
  const listing = asked.listing && listedRecords(asked, asked.listing);
  return listing && { key, fetchedAt, listing };
}
