import type { PromptError } from './errors/prompt-error.ts';
import type { SourceQuota } from './provider/provider.ts';
import type { PromptState } from './template/prompt.ts';

/** One prompt as `list()` returns it, without its configuration. */
export interface PromptSummary {
  readonly name: string;
  readonly provider: string;
  readonly version: string | undefined;
  readonly uri: string | undefined;
  readonly state: PromptState | 'loading' | 'failed';
  /** Epoch ms. */
  readonly fetchedAt: number | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The health of an app's prompts, for health checks and operators. */
export interface PromptsStatus {
  /** Whether every `required` entry has a text from its source. */
  readonly ready: boolean;
  readonly prompts: readonly PromptStatus[];
  readonly sources: readonly SourceStatus[];
  /** Undefined without `cache.store`. */
  readonly store?: TierStatus | undefined;
  /** Undefined without `cache.bus`. */
  readonly bus?: TierStatus | undefined;
  /** Undefined without `cache.snapshot`. */
  readonly snapshot?: TierStatus | undefined;
}

/** The health of a store, a bus or a snapshot. */
export interface TierStatus {
  readonly state: 'ok' | 'failing';
  /** Epoch ms; undefined while it works. */
  readonly failingSince?: number | undefined;
}

/** The health of one prompt, or of a collection that has not been listed yet. */
export interface PromptStatus extends Pick<PromptSummary, 'name' | 'state'> {
  /** Epoch ms at which its TTL ended; undefined while it is fresh, or has no text. */
  readonly staleSince?: number | undefined;
  /** The error of the last attempt; undefined once one has succeeded. */
  readonly error?: PromptError | undefined;
}

/** The health of everything that is loaded with the same provider and credentials. */
export interface SourceStatus {
  readonly provider: string;
  /** The names of the prompts and collections that come from it. */
  readonly prompts: readonly string[];
  /** Epoch ms of the first failure since the last success; undefined while it works. */
  readonly failingSince?: number | undefined;
  /** Epoch ms before which only `refresh` tries again. */
  readonly nextTry?: number | undefined;
  /** The rate limit that the source last reported. */
  readonly quota?: SourceQuota | undefined;
}
