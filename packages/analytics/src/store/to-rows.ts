import { addSummaries, other, type UsageEntry } from '../counting/usage-entry.ts';
import type { MeasureSummary } from '../usage.ts';
import { rowId, toStoredText } from './stored-text.ts';
import type { StoredValue } from './stored-value.ts';

/** Counts as they are stored. */
export interface UsageRecord {
  readonly id: string;
  readonly hour: number;
  readonly prompt: string;
  readonly version: string;
  readonly state: string;
  readonly dimensions: readonly StoredValue[];
  reads: number;
  readonly measures: Map<string, MeasureSummary>;
  /** See `UsageEntry`. */
  readonly since: number;
}

/**
 * Converts counts to what is stored, in the order of their ids: processes that write the same rows in the same order do not
 * block each other.
 * @param names The names of dimensions.
 * @param hash Hashes a value of a dimension.
 */
export function toRows(
  entries: readonly UsageEntry[],
  names: readonly string[],
  hash: (value: string) => string,
): UsageRecord[] {
  const hashes = new Map([[other, other]]);
  const hashOnce = (value: string) => {
    const known = hashes.get(value) ?? hash(value);
    hashes.set(value, known);
    return known;
  };
  const records = new Map<string, UsageRecord>();
  for (const entry of entries) {
    const dimensions = entry.dimensions.flatMap((value, index) =>
      value === null ? [] : [{ dimension: toStoredText(names[index] as string), value: hashOnce(value) }],
    );
    const place = {
      hour: entry.hour,
      prompt: toStoredText(entry.prompt),
      version: toStoredText(entry.version),
      state: entry.state,
    };
    const sorted = dimensions.toSorted((one, two) => compare(one.dimension, two.dimension));
    const id = rowId(...Object.values(place), ...sorted.map(({ dimension, value }) => [dimension, value]));
    const record = records.get(id) ?? { ...place, id, dimensions, reads: 0, measures: new Map(), since: entry.since };
    records.set(id, record);
    record.reads += entry.reads;
    for (const [name, summary] of entry.measures) {
      const measure = toStoredText(name);
      record.measures.set(measure, addSummaries(record.measures.get(measure), summary));
    }
  }
  return [...records.values()].toSorted((one, two) => compare(one.id, two.id));
}

export function compare(one: string, two: string): number {
  if (one === two) return 0;
  return one < two ? -1 : 1;
}
