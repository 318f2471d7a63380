import type { Experiment, Variant } from '../definition/experiment.ts';
import { bucketAfter } from './bucket-of.ts';
import { indexOfRange } from './ranges-of.ts';

/** Returns the variant of a unit; undefined if the experiment does not cover it. */
export function variantByHash({ seedHash, ranges, variants }: Experiment, unit: string): Variant | undefined {
  return variants[indexOfRange(bucketAfter(seedHash, unit), ranges)];
}
