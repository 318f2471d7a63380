import { other, type Place, type UsageEntry } from './usage-entry.ts';

/** A row, and where its counts belong now. */
interface MergedEntry {
  readonly place: Place;
  readonly entry: UsageEntry;
}

const hoursPerDay = 24;

/** What is given up, step by step: values of dimensions, then hours, then versions, then prompts. */
const steps: readonly ((place: Place) => Place)[] = [
  (place) => ({ ...place, dimensions: place.dimensions.map((value) => value && other) }),
  (place) => ({ ...place, hour: place.hour - (place.hour % hoursPerDay) }),
  (place) => ({ ...place, version: other }),
  (place) => ({ ...place, prompt: other }),
];

/**
 * Merges the older half of rows, one step after the other. Each step includes those before it; the last ones are about all rows,
 * in case too few of them are old.
 * @yields All rows, with their places after the step. Some of them are the same.
 */
export function* mergeOldest(given: Iterable<UsageEntry>): Generator<readonly MergedEntry[]> {
  const entries = [...given].toSorted((one, two) => one.hour - two.hour);
  for (const count of [Math.ceil(entries.length / 2), entries.length]) {
    for (let last = 1; last <= steps.length; last += 1) {
      yield entries.map((entry, index) => {
        const place = index < count ? steps.slice(0, last).reduce<Place>((at, step) => step(at), entry) : entry;
        return { place, entry };
      });
    }
  }
}
