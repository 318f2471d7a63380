/// <reference lib="esnext.disposable" preserve="true" />
import type { PromptError } from './errors/prompt-error.ts';
import type { PromptEvents } from './events/events.ts';
import type { PromptRequest } from './hooks/hook.ts';
import type { PromptSummary, PromptsStatus } from './status.ts';
import type { Prompt } from './template/prompt.ts';
import type { FillOptions, Lenient, RenderArguments } from './template/render-arguments.ts';
import type { AcceptedVariables } from './template/text-variables.ts';
import type { ReceivedDelivery, ReceiveOptions, WebhookDelivery } from './webhooks.ts';

/** The options of one read. */
export type ReadOptions = Omit<PromptRequest, 'name'>;

/** The options of one `render`. */
export interface RenderOptions extends ReadOptions, FillOptions {}

/** The result of a refresh: the names of the prompts, by outcome. */
export interface RefreshReport {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly failed: readonly { readonly name: string; readonly error: PromptError }[];
}

/** A name known only at run time is accepted; a literal must be configured. */
type RunTimeName<Name> = string extends Name ? Name : never;

type OneOrMore<Name> = Name | readonly Name[];

/** What `render` accepts for a name. */
type VariablesOf<Known, Name> = KnownOrAny<Name extends keyof Known ? Known[Name] : MemberVariables<Known, Name>>;

/** The same for a member of a collection; `never` for any other name. */
type MemberVariables<Known, Name> = {
  [Configured in keyof Known]: Configured extends `${infer Prefix}/*`
    ? Name extends `${Prefix}/${string}`
      ? Known[Configured]
      : never
    : never;
}[keyof Known];

type KnownOrAny<Accepted> = [Accepted] extends [never]
  ? AcceptedVariables
  : Accepted extends AcceptedVariables
    ? Accepted
    : AcceptedVariables;

/**
 * The prompts of an app.
 * @typeParam Names The names that can be read. @typeParam Configured The configured names, collections included.
 * @typeParam Known The variables of prompts by configured name, as far as TypeScript knows them.
 */
export interface Prompts<Names extends string = string, Configured extends string = Names, Known = object>
  extends AsyncDisposable {
  /**
   * Returns a prompt in the best available state: see "Reading" in the README.
   * @throws `PROMPT_UNKNOWN`, `NOT_FOUND`, `CLOSED`; if there is nothing to serve, the error of the source, or `TIMEOUT`.
   * @example
   * ```ts
   * const prompt = await prompts.get('support');
   * log.info({ version: prompt.version, state: prompt.state });
   * const text = prompt.render({ product: 'Kettle' });
   * ```
   */
  get<Name extends string>(
    name: Names | RunTimeName<Name>,
    request?: ReadOptions | undefined,
  ): Promise<Prompt<VariablesOf<Known, Name>>>;
  /**
   * Returns the prompt from memory, synchronously; undefined if there is none yet. Starts a refresh if the prompt is not fresh.
   * @throws `PROMPT_UNKNOWN`, `CLOSED`.
   */
  peek<Name extends string>(
    name: Names | RunTimeName<Name>,
    request?: ReadOptions | undefined,
  ): Prompt<VariablesOf<Known, Name>> | undefined;
  /**
   * Returns the prompt's text with its variables filled in.
   * @throws as `get` does; `VARIABLE_MISSING`; `CONTENT_INVALID` for a value that can't be converted to text.
   * @example
   * ```ts
   * const text = await prompts.render('greeting', { name: 'Ada' });
   * ```
   */
  render<Name extends string>(
    name: Names | RunTimeName<Name>,
    ...given: RenderArguments<VariablesOf<Known, Name>, RenderOptions>
  ): Promise<string>;
  render<Name extends string>(
    name: Names | RunTimeName<Name>,
    variables: VariablesOf<Known, Name>['some'] | undefined,
    options: Lenient<RenderOptions>,
  ): Promise<string>;
  /**
   * Fetches prompts or collections from their sources now, or everything if no name is given. Ignores the back-off, but not a
   * `Retry-After`. Does not reject if a source fails: the report contains the failure.
   * @throws `PROMPT_UNKNOWN`, `NOT_FOUND` for a name that its collection does not have, `CLOSED`.
   * @example
   * ```ts
   * const { changed, failed } = await prompts.refresh('code-review');
   * ```
   */
  refresh<Name extends Configured>(names?: OneOrMore<Name> | undefined): Promise<RefreshReport>;
  refresh<Name extends string>(names: OneOrMore<Names | Configured | RunTimeName<Name>>): Promise<RefreshReport>;
  /**
   * Verifies a webhook delivery and finds the prompts and collections that it concerns. Their texts count as stale from now on;
   * no source is called until `refresh(names)` or the next read.
   * @param provider The name of the provider, as in the entries.
   * @param options `secrets`: the secrets that deliveries may be signed with. `accept`: whether to act on a verified delivery, or on which names now.
   * @throws `CONFIG_INVALID` for a provider without webhooks, `AUTH_FAILED` for a forged delivery, `CONTENT_INVALID` for one that
   * can't be read, `CLOSED`.
   * @example
   * ```ts
   * const body = new Uint8Array(await request.arrayBuffer());
   * const { names } = await prompts.receive('github', { headers: request.headers, body }, { secrets: [secret] });
   * await prompts.refresh(names);
   * ```
   */
  receive(provider: string, delivery: WebhookDelivery, options: ReceiveOptions): Promise<ReceivedDelivery>;
  /**
   * Asks a source to push, for providers whose sources do so only on request.
   * @param target `url`: where deliveries are to be sent.
   * @returns The subscription, which is renewed until it is disposed.
   * @throws `CONFIG_INVALID` for a provider that needs no subscription, or the error of the source.
   */
  subscribe(provider: string, target: { readonly url: string; readonly secret?: string }): Promise<AsyncDisposable>;
  /** Returns names, providers, versions and states, but no configuration. */
  list(): PromptSummary[];
  /** Reports the health of prompts and their sources without calling a source. Contains no configuration. */
  status(): PromptsStatus;
  /**
   * Subscribes to an event.
   * @returns The function that unsubscribes.
   * @example
   * ```ts
   * const unsubscribe = prompts.on('change', ({ name, prompt }) => console.log(name, prompt.version));
   * ```
   */
  on<Event extends keyof PromptEvents>(event: Event, listener: (event: PromptEvents[Event]) => void): () => void;
  /** Ends loading and watching, and closes the providers. Later reads reject with `CLOSED`. May be called more than once. */
  close(): Promise<void>;
}
