/// <reference lib="esnext.disposable" preserve="true" />
import type { PromptError } from './errors/prompt-error.ts';
import type { PromptEvents } from './events/events.ts';
import type { PromptRequest } from './hooks/hook.ts';
import type { PromptsStatus } from './status.ts';
import type { MissingPolicy, Variables } from './template/compile.ts';
import type { Prompt, PromptState } from './template/prompt.ts';

/** What one read may say beside the name. */
export type ReadOptions = Omit<PromptRequest, 'name'>;

/** What one `render` may say. */
export interface RenderOptions extends ReadOptions {
  /** What a variable without a value becomes. Default `'error'`. */
  readonly missing?: MissingPolicy | undefined;
}

/** What a refresh brought, by prompt name. */
export interface RefreshReport {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly failed: readonly { readonly name: string; readonly error: PromptError }[];
}

/** One prompt as `list()` shows it. Never its configuration. */
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

/** A name only known at run time is accepted; a literal must be configured. */
type RunTimeName<Name extends string> = string extends Name ? Name : never;

/**
 * The prompts of an app.
 * @typeParam Names Those that can be read. @typeParam Refreshable Those and the collections.
 */
export interface Prompts<Names extends string = string, Refreshable extends string = Names> extends AsyncDisposable {
  /**
   * The prompt in the best state there is: see "Reading" in the README.
   * @throws `PROMPT_UNKNOWN`, `NOT_FOUND`, `CLOSED`, or why there is no text at all, within the entry's timeout.
   */
  get(name: Names, request?: ReadOptions): Promise<Prompt>;
  get<Name extends string>(name: RunTimeName<Name>, request?: ReadOptions): Promise<Prompt>;
  /** What memory holds, synchronously; undefined where nothing was loaded yet. Starts the refresh that is due. */
  peek(name: Names, request?: ReadOptions): Prompt | undefined;
  peek<Name extends string>(name: RunTimeName<Name>, request?: ReadOptions): Prompt | undefined;
  /** The prompt's text with its variables filled in. @throws as `get` does, and `VARIABLE_MISSING`. */
  render(name: Names, variables?: Variables, options?: RenderOptions): Promise<string>;
  render<Name extends string>(name: RunTimeName<Name>, variables?: Variables, options?: RenderOptions): Promise<string>;
  /** Asks the source now; without a name all sources. Ignores the back-off, not a `Retry-After`. Throws for an unknown name only. */
  refresh(name?: Refreshable): Promise<RefreshReport>;
  refresh<Name extends string>(name: RunTimeName<Name>): Promise<RefreshReport>;
  /** Names, providers, versions, freshness. Never configuration. */
  list(): PromptSummary[];
  /** How prompts and their sources are doing, from what is known: nothing is asked. Never configuration. */
  status(): PromptsStatus;
  /** @returns the way to unsubscribe. */
  on<Event extends keyof PromptEvents>(event: Event, listener: (event: PromptEvents[Event]) => void): () => void;
  /** Ends loading, watching and the providers. Reads reject with `CLOSED` from here on. May be called twice. */
  close(): Promise<void>;
}
