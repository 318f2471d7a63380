import type { PromptHook, PromptState } from '@prompts/core';
import type { ExperimentStore } from './experiment-store.ts';

/** A point in time: a Date, a text in ISO 8601 (without an offset: UTC), or epoch ms. */
export type Time = Date | string | number;

/** What counts can be grouped by, besides dimensions. */
export type UsageKey = 'prompt' | 'version' | 'state' | 'day' | 'hour';

/** Which counts a query returns, and what it groups them by. */
export interface UsageQuery<Dimension extends string = never, By extends UsageKey | Dimension = UsageKey | Dimension> {
  /** Only this prompt, or these. Default: all. */
  readonly prompt?: string | readonly string[] | undefined;
  /** The first moment, rounded down to a whole hour in UTC. */
  readonly from?: Time | undefined;
  /** The first moment that no longer counts, rounded up to a whole hour in UTC. */
  readonly to?: Time | undefined;
  /** Only reads and measures with these values of dimensions. They are hashed as stored ones are. */
  readonly where?: { readonly [Name in Dimension]?: DimensionValue | undefined } | undefined;
  /** One row is returned for each combination of values. Default: one row for all. */
  readonly by?: readonly By[] | undefined;
}

/** A value of a dimension, before it is hashed. A number counts as its decimal text. */
export type DimensionValue = string | number | bigint | boolean;

/** The sum of a measure. */
export interface MeasureSummary {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/**
 * A row of a query. Rows are in the order of what they are grouped by. `hour` is the start of the hour in ISO 8601, `day` the date,
 * both in UTC. A dimension is the hash of its value, `'other'` for values that were not told apart, or null if there was none.
 */
export type UsageRow<By extends string = never> = {
  readonly [Key in By]: Key extends 'state' ? PromptState : Key extends UsageKey ? string : string | null;
} & {
  readonly reads: number;
  readonly measures: Readonly<Record<string, MeasureSummary>>;
};

/** What `record` adds to the measures. */
export interface RecordOptions {
  /** The version that the measures belong to. Default: the version that is served now. */
  readonly version?: string | undefined;
  /** The context of the read, for dimensions. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/** How much `forget` has erased. */
export interface Forgotten {
  readonly reads: number;
  /** The number of measured values. */
  readonly measures: number;
  /** The number of exposures of experiments. */
  readonly exposures: number;
  /** The number of values of experiments. */
  readonly values: number;
}

/** The hook that `analytics` creates. */
export interface Usage<Dimension extends string = never> extends PromptHook {
  /**
   * Adds measured values, such as a score or a number of tokens, to what is kept of a prompt.
   * @throws PromptError `CONFIG_INVALID` for a measure that is not a finite number; `PROMPT_UNKNOWN`; `CLOSED`.
   */
  record(prompt: string, measures: Readonly<Record<string, number>>, options?: RecordOptions): void;
  /**
   * Returns the counts in the store, after a flush.
   * @throws PromptError `CONFIG_INVALID` with all mistakes of the query, or the error of the store, within 12 s.
   */
  query<const By extends UsageKey | Dimension = never>(query?: UsageQuery<Dimension, By>): Promise<UsageRow<By>[]>;
  /** Writes everything that was counted to the store. @throws the error of the store. Nothing is lost then. */
  flush(): Promise<void>;
  /** Flushes and disconnects from the store. `prompts.close()` calls it. It never rejects, and takes at most 12 s. */
  close(): Promise<void>;
  /** Returns what is stored of a value: the first 32 hex digits of its HMAC-SHA-256. @throws `CONFIG_INVALID` without a `hashKey`. */
  hash(value: DimensionValue): Promise<string>;
  /**
   * Erases what was counted for one value of a dimension, or what experiments have stored of a `unit`.
   * @returns How much was erased, which is also logged.
   */
  forget(what: { readonly [Name in Dimension | 'unit']?: DimensionValue | undefined }): Promise<Forgotten>;
  /** Returns a store for `@prompts/experiments` in the same database. */
  experimentStore(): ExperimentStore;
}
