import type { Catalogue } from './cache/catalogue.ts';
import type { CacheContext } from './cache/context.ts';
import type { Loader } from './cache/loader.ts';
import type { Reader } from './cache/reader.ts';
import { refresh } from './cache/refresh.ts';
import { statusOf } from './cache/status.ts';
import { summarise } from './cache/summaries.ts';
import { notInCollection, unknownPrompt } from './cache/unknown-prompt.ts';
import type { Lister } from './collections/lister.ts';
import { guarded } from './events/emitter.ts';
import type { PromptEvents } from './events/events.ts';
import { redirect, redirectNow } from './hooks/before.ts';
import type { PromptRequest } from './hooks/hook.ts';
import type { PromptSummary, Prompts, ReadOptions, RefreshReport, RenderOptions } from './prompts.ts';
import type { PromptsStatus } from './status.ts';
import type { Variables } from './template/compile.ts';
import type { Prompt } from './template/prompt.ts';

interface ServedPromptsParts {
  readonly catalogue: Catalogue;
  readonly context: CacheContext;
  readonly reader: Reader;
  readonly loader: Loader;
  readonly lister: Lister;
  readonly shutDown: () => Promise<void>;
}

/** What `createPrompts` gives. The first lines of `peek` and `get` are the hot path: one look-up, no clock, no hook. */
export class ServedPrompts implements Prompts {
  readonly #parts: ServedPromptsParts;
  readonly #prompts: Catalogue['prompts'];
  #closing: Promise<void> | undefined;

  constructor(parts: ServedPromptsParts) {
    this.#parts = parts;
    this.#prompts = parts.catalogue.prompts;
  }

  peek(name: string, request?: ReadOptions): Prompt | undefined {
    return this.#prompts.get(name)?.slot.hot ?? this.#peekThoroughly(name, request);
  }

  get(name: string, request?: ReadOptions): Promise<Prompt> {
    return this.#prompts.get(name)?.slot.hotPromise ?? this.#getThoroughly(name, request);
  }

  async render(name: string, variables?: Variables, options: RenderOptions = {}): Promise<string> {
    const { missing, ...request } = options;
    const prompt = await this.get(name, request);
    return prompt.render(variables, missing === undefined ? {} : { missing });
  }

  async refresh(name?: string): Promise<RefreshReport> {
    this.#throwIfClosed();
    const { catalogue } = this.#parts;
    const { collections } = catalogue;
    if (name === undefined) {
      const single = [...this.#prompts.values()].filter(({ collection }) => collection === undefined);
      return refresh({ single, collections }, this.#parts);
    }
    const cached = this.#prompts.get(name);
    if (cached !== undefined) return refresh({ single: [cached], collections: [] }, this.#parts);
    // A collection by its own name, or by that of a member which may be there by now.
    const collection = collections.find((candidate) => candidate.name === name) ?? catalogue.collectionOf(name);
    if (collection === undefined) throw unknownPrompt(name, catalogue);
    const report = await refresh({ single: [], collections: [collection] }, this.#parts);
    if (name === collection.name || this.#prompts.has(name) || collection.flight.error !== undefined) return report;
    throw notInCollection(name, collection);
  }

  list(): PromptSummary[] {
    return summarise(this.#parts.catalogue);
  }

  status(): PromptsStatus {
    return statusOf(this.#parts.catalogue, this.#parts.context);
  }

  on<Event extends keyof PromptEvents>(event: Event, listener: (event: PromptEvents[Event]) => void): () => void {
    return this.#parts.context.events.on(event, listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#parts.shutDown();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Shows the prompts, never the configuration. */
  toJSON(): PromptSummary[] {
    return this.list();
  }

  #peekThoroughly(name: string, request?: ReadOptions): Prompt | undefined {
    this.#throwIfClosed();
    const { context, reader } = this.#parts;
    const final = redirectNow({ ...request, name }, context.hooks);
    const prompt = final && reader.peek(final.name);
    if (prompt !== undefined) this.#served(prompt, final as PromptRequest);
    return prompt;
  }

  async #getThoroughly(name: string, request?: ReadOptions): Promise<Prompt> {
    this.#throwIfClosed();
    const { context, reader } = this.#parts;
    const final = await redirect({ ...request, name }, context.hooks);
    const prompt = await reader.get(final);
    this.#served(prompt, final);
    return prompt;
  }

  #served(prompt: Prompt, request: PromptRequest): void {
    const { hooks, logger } = this.#parts.context;
    for (const hook of hooks) {
      if (hook.served === undefined) continue;
      queueMicrotask(() => guarded(logger, `hook '${hook.name}' (served)`, () => hook.served?.(prompt, request)));
    }
  }

  #throwIfClosed(): void {
    this.#parts.context.closed.throwIfAborted();
  }
}
