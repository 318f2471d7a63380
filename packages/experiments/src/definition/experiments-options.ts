import type { Clock, Logger, PromptStore } from '@prompts/core';
import type { ExperimentStore } from '../store/experiment-store.ts';

/** What remembers the variants of units: `new Keyv(…)`. */
export type StickyStore = Pick<PromptStore, 'get' | 'set' | 'on'>;

/** How experiments are run and analysed. */
export interface ExperimentsOptions {
  /** Keeps exposures and values for all processes. Default: the memory of this process. */
  readonly store?: ExperimentStore | undefined;
  /** The hook of `@prompts/analytics`: keeps them in its database. Replaces `store`. */
  readonly usage?: { experimentStore(): ExperimentStore } | undefined;
  /** The probability that a comparison raises a false alarm, over all looks together. Default 0.05. */
  readonly alpha?: number | undefined;
  /** The number of units at which intervals are narrowest compared with those of a test with one look. Default 5,000. */
  readonly tuning?: number | undefined;
  /** A Keyv in which units keep their variants when weights change. Without it, the hash alone decides. */
  readonly sticky?: StickyStore | undefined;
  /** Receives warnings; false discards them. Default: `console`. */
  readonly logger?: Logger | false | undefined;
  /** For tests. Default: the clock of the runtime. */
  readonly clock?: Clock | undefined;
}
