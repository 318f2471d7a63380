import type { Logger } from '../logger.ts';
import type { PromptTemplate } from './prompt-template.ts';

/** The context of each call of a provider. */
export interface LoadContext {
  /** Aborted when the call exceeds its time limit or the app closes. */
  readonly signal: AbortSignal;
  /** The last good template, on a refresh. */
  readonly previous?: PromptTemplate | undefined;
  readonly logger: Logger;
}
