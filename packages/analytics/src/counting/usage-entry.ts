import type { Prompt, PromptState } from '@prompts/core';
import type { MeasureSummary } from '../usage.ts';

/** Stands for everything that is not told apart: values of a dimension above its limit, and versions and prompts of merged rows. */
export const other = '(other)';

/** What counts are kept by, in memory. Values of dimensions are not hashed yet. */
export interface Place {
  /** Hours since the epoch, in UTC. */
  readonly hour: number;
  readonly prompt: string;
  readonly version: string;
  readonly state: PromptState;
  /** In the order of the `dimensions` option; null if the context has no value. */
  readonly dimensions: readonly (string | null)[];
}

/** Counts that are not in the store yet. */
export interface UsageEntry extends Place {
  /** When it was created, in epoch ms. All of its counts are of that time or later. */
  readonly since: number;
  reads: number;
  readonly measures: Map<string, MeasureSummary>;
}

export type PromptPlace = Pick<Place, 'prompt' | 'version' | 'state'>;

export function placeOf({ name, version, state }: Prompt): PromptPlace {
  return { prompt: name, version, state };
}

/** Adds two sums of a measure. */
export function addSummaries(one: MeasureSummary | undefined, two: MeasureSummary): MeasureSummary {
  if (!one) return two;
  return {
    count: one.count + two.count,
    sum: one.sum + two.sum,
    min: Math.min(one.min, two.min),
    max: Math.max(one.max, two.max),
  };
}
