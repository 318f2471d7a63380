import type { SourceIdentity } from '../identity/source-key.ts';
import type { AnyProvider, PromptTemplate } from '../provider/provider.ts';
import { Asked } from './asked.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { Question } from './describe.ts';

/** Where a source stands: provider and config, and who is asked in one call with it. */
export interface SourceAddress extends SourceIdentity {
  readonly provider: AnyProvider;
  readonly config: unknown;
}

/** One text at its source. Entries with the same address share it, and so share each call. */
export class Source extends Asked<Source> {
  readonly prompts = new Set<CachedPrompt>();
  /** The last template that every prompt of this source accepted. */
  template: PromptTemplate | undefined;
  /** What was last asked about it. */
  question: Question | undefined;
  /** Somebody said that the source holds another text by now, so it needn't be asked whether. */
  isKnownToDiffer = false;
}
