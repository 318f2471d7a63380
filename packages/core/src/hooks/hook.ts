import type { PromptChange, PromptFailure } from '../events/events.ts';
import type { Logger } from '../logger.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { TemplateSyntax } from '../template/placeholders.ts';
import type { Prompt } from '../template/prompt.ts';

/** One read, as hooks see it. */
export interface PromptRequest {
  readonly name: string;
  /** Data that the app passed with this read: user, roles, … */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** In a request that `before` returns: the name to read if `name` has no text in time. */
  readonly otherwise?: string | undefined;
}

/** The facts about the app that a hook receives at start. */
export interface HookApp {
  /** The configured names, collections included. */
  readonly names: readonly string[];
  /**
   * Returns how often each Prompt object was served since the last call. Each version and each state has its own object. Before the
   * first call, only the last few of each prompt are counted: most hooks never call it.
   */
  takeReads(): { prompt: Prompt; reads: number }[];
}

/** The facts about an entry that hooks receive. They exclude its config, which may contain secrets. */
export interface HookEntry {
  readonly name: string;
  readonly provider: string;
  readonly syntax: TemplateSyntax;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Whether double braces without a meaning are an error. */
  readonly strict: boolean;
  /** The size limit of the text that `loaded` returns, in bytes of UTF-8. */
  readonly maxBytes: number;
  /** Where the app's warnings go. */
  readonly logger: Logger;
}

/**
 * Reads other prompts for a `loaded` hook. When one of them changes, the hooks run again on the same template, without calling
 * its source. Texts that were loaded together, and everything made from them, are published together.
 */
export interface OtherPrompts {
  /**
   * Returns a prompt as the app would get it now. If it has not been loaded yet, waits for it.
   * @throws what `get` does; `CONTENT_INVALID` if that prompt itself depends on the one that reads it.
   */
  read(name: string): Promise<Prompt>;
  /**
   * Returns the text of a prompt as its source provided it, without front matter, before any hook. If `read` returns the
   * fallback of the prompt, this is the text of the fallback.
   * @throws what `get` does.
   */
  readTemplate(name: string): Promise<PromptTemplate>;
}

/**
 * Code of the app, or of an add-on package, that takes part in reads and loads. Hooks are called in the order of the `hooks` option.
 * @example
 * ```ts
 * const noDrafts: PromptHook = {
 *   name: 'no-drafts',
 *   loaded(template) {
 *     if (template.metadata?.draft) throw new PromptError('CONTENT_INVALID', 'the text is a draft');
 *     return template;
 *   },
 * };
 * ```
 */
export interface PromptHook {
  readonly name: string;
  /** The prompts that it takes part in. It costs reads of all others nothing. Default: all. */
  readonly names?: readonly string[] | ((name: string) => boolean) | undefined;
  /** Called once, before `createPrompts` resolves, which rejects with what this throws. */
  started?(app: HookApp): void;
  /**
   * Called at the start of each read. Throws to refuse the read, or returns a different request, such as one for a
   * variant. If a hook returns a promise, `peek` returns `undefined`: use `get`.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook that returns nothing is a plain function
  before?(request: PromptRequest): void | PromptRequest | Promise<PromptRequest | void>;
  /**
   * Called before a template replaces the last good one, for fallbacks too, and again when a prompt that it has read changes.
   * Returns the template or another one, or throws to keep the last good one.
   */
  loaded?(template: PromptTemplate, entry: HookEntry, others: OtherPrompts): PromptTemplate | Promise<PromptTemplate>;
  /** Called after a prompt was served; never on the critical path. */
  served?(prompt: Prompt, request: PromptRequest): void;
  /** Called after a new text arrived. */
  changed?(change: PromptChange): void;
  /** Called after an attempt to load failed. */
  failed?(failure: PromptFailure): void;
  /** Called by `prompts.close()`, after providers are closed. A hook that takes more than a few seconds is abandoned. */
  close?(): Promise<void>;
}
