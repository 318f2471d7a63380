import type { PromptChange, PromptFailure } from '../events/events.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import type { Prompt } from '../template/prompt.ts';

/** One read, as hooks see it. */
export interface PromptRequest {
  readonly name: string;
  /** What the app passed: user, roles, … */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/** What a hook learns of an entry. Never its config: secrets stand there. */
export interface HookEntry {
  readonly name: string;
  readonly provider: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Code of an opt-in package that takes part in a read without core knowing it. Called in the order given. */
export interface PromptHook {
  readonly name: string;
  /**
   * Before anything leaves the process. Throws to refuse, or returns another request (a variant, say).
   * With a hook that answers by a promise, `peek` gives `undefined`: use `get`.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook that returns nothing is a plain function
  before?(request: PromptRequest): void | PromptRequest | Promise<PromptRequest | void>;
  /** Before a template replaces the last good one. Returns it, another one, or throws to keep the last good one. */
  loaded?(template: PromptTemplate, entry: HookEntry): PromptTemplate | Promise<PromptTemplate>;
  /** After a prompt was handed out; never on the critical path. */
  served?(prompt: Prompt, request: PromptRequest): void;
  changed?(change: PromptChange): void;
  failed?(failure: PromptFailure): void;
}
