import type { PromptError } from './errors/prompt-error.ts';
import type { PromptSummary } from './prompts.ts';
import type { SourceQuota } from './provider/provider.ts';

/** How an app's prompts are doing: what a health check and an operator want to know. */
export interface PromptsStatus {
  /** Whether every `required` entry has a text of its source's. */
  readonly ready: boolean;
  readonly prompts: readonly PromptStatus[];
  readonly sources: readonly SourceStatus[];
}

/** One prompt that can be read, or a collection that was not listed yet. */
export interface PromptStatus extends Pick<PromptSummary, 'name' | 'state'> {
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
