import type { PromptError } from './errors/prompt-error.ts';
import type { PromptSummary } from './prompts.ts';
import type { SourceQuota } from './provider/provider.ts';

/** How an app's prompts are doing: what a health check and an operator want to know. */
export interface PromptsStatus {
  /** Whether every `required` entry has a text of its source's. */
  readonly ready: boolean;
  readonly prompts: readonly PromptStatus[];
  readonly sources: readonly SourceStatus[];
  /** Undefined where `cache.store` is. */
  readonly store?: TierStatus | undefined;
  /** Undefined where `cache.bus` is. */
  readonly bus?: TierStatus | undefined;
  /** Undefined where `cache.snapshot` is. */
  readonly snapshot?: TierStatus | undefined;
}

/** How something beyond memory is doing. */
export interface TierStatus {
  readonly state: 'ok' | 'failing';
  /** Epoch ms; undefined while it works. */
  readonly failingSince?: number | undefined;
}

/** One prompt that can be read, or a collection that was not listed yet. */
export interface PromptStatus extends Pick<PromptSummary, 'name' | 'state'> {
  /** Epoch ms of the end of its TTL; undefined while it is fresh, or has no text. */
  readonly staleSince?: number | undefined;
  /** Why the last attempt failed; undefined once one succeeded. */
  readonly error?: PromptError | undefined;
}

/** What is asked with the same provider and credentials. */
export interface SourceStatus {
  readonly provider: string;
  /** Names of the prompts and collections that come from it. */
  readonly prompts: readonly string[];
  /** Epoch ms of the first failure since all was well; undefined while it is. */
  readonly failingSince?: number | undefined;
  /** Epoch ms before which what failed is not asked for again, unless by `refresh`. */
  readonly nextTry?: number | undefined;
  /** What the source last said of its rate limit. */
  readonly quota?: SourceQuota | undefined;
}
