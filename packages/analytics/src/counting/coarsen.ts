import { other, type Place } from './usage-entry.ts';

const hoursPerDay = 24;

/** What is given up, one after the other: values of dimensions, then hours, then versions, then prompts. */
const steps: readonly ((place: Place) => Place)[] = [
  (place) => ({ ...place, dimensions: place.dimensions.map((value) => value && other) }),
  (place) => ({ ...place, hour: place.hour - (place.hour % hoursPerDay) }),
  (place) => ({ ...place, version: other }),
  (place) => ({ ...place, prompt: other }),
];

/** The level at which the least is told apart. */
export const coarsestLevel = steps.length;

/** Returns the place of counts that lose detail. @param level How many steps are taken: 1 to {@link coarsestLevel}. */
export function coarsen(place: Place, level: number): Place {
  return steps.slice(0, level).reduce((at, step) => step(at), place);
}
