import type { PromptTemplate } from '../../provider/prompt-template.ts';
import type { Prompt } from '../../template/prompt.ts';

/** One read of another prompt by a `loaded` hook. If the same read would return something else now, the hook runs again. */
export interface Read {
  readonly name: string;
  /** Whether it read the text of the source, before hooks, and not the prompt. */
  readonly isTemplate: boolean;
  /** Whether it was refused because that prompt is made of the one that reads it. */
  readonly isCircle: boolean;
  /** What it was then; undefined if it was not available. */
  readonly value: Prompt | PromptTemplate | undefined;
  /** Whether it was the fallback of that prompt. */
  readonly isFallback: boolean;
}
