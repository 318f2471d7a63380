import type { PromptError } from '../errors/prompt-error.ts';
import type { Prompt } from '../template/prompt.ts';

/** A new text arrived. `previous` is undefined when the prompt was loaded for the first time. */
export interface PromptChange {
  readonly name: string;
  readonly prompt: Prompt;
  readonly previous: Prompt | undefined;
}

/** An attempt to load failed. */
export interface PromptFailure {
  readonly name: string;
  readonly error: PromptError;
}

/** From now on a stale copy is served because the source fails. Emitted once per transition. */
export interface PromptStale extends PromptFailure {
  readonly prompt: Prompt;
}

/** The source responds again. Emitted once per transition. */
export interface PromptRecovered {
  readonly name: string;
  readonly prompt: Prompt;
}

/** The events of `prompts.on(event, listener)`. */
export interface PromptEvents {
  change: PromptChange;
  stale: PromptStale;
  error: PromptFailure;
  recovered: PromptRecovered;
}
