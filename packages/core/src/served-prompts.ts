import type { Catalogue } from './cache/catalogue.ts';
import type { CacheContext } from './cache/context.ts';
import type { Reader } from './cache/reader.ts';
import { refresh } from './cache/refresh.ts';
import { statusOf } from './cache/status.ts';
import { summarise } from './cache/summaries.ts';
import { notInCollection } from './cache/unknown-prompt.ts';
import { guarded } from './events/emitter.ts';
import type { PromptRequest } from './hooks/hook.ts';
import { redirect, redirectNow } from './hooks/redirect.ts';
import type { PromptSummary, Prompts, ReadOptions, RefreshReport, RenderOptions } from './prompts.ts';
import type { Variables } from './template/compile.ts';
import type { Prompt } from './template/prompt.ts';

interface ServedPromptsParts {
  readonly catalogue: Catalogue;
  readonly context: CacheContext;
  readonly reader: Reader;
  readonly shutDown: () => Promise<void>;
}

/**
 * What `createPrompts` gives: nothing of the configuration can be reached through it.
 * The first lines of `peek` and `get` are the hot path: one look-up, no clock, no hook.
 */
export function servePrompts({ catalogue, context, reader, shutDown }: ServedPromptsParts): Prompts {
  const { prompts } = catalogue;
  const { hooks, logger, events, closed } = context;
  let closing: Promise<void> | undefined;

  function peekThoroughly(name: string, request?: ReadOptions): Prompt | undefined {
    closed.throwIfAborted();
    const final = redirectNow({ ...request, name }, hooks);
    const prompt = final && reader.peek(final.name);
    if (prompt) tellServed(prompt, final);
    return prompt;
  }

  async function getThoroughly(name: string, request?: ReadOptions): Promise<Prompt> {
    closed.throwIfAborted();
    const final = await redirect({ ...request, name }, hooks);
    const prompt = await reader.get(final);
    tellServed(prompt, final);
    return prompt;
  }

  function tellServed(prompt: Prompt, request: PromptRequest): void {
    for (const hook of hooks) {
      if (hook.served) {
        queueMicrotask(() =>
          guarded(logger, `hook '${hook.name}' (served) failed`, () => hook.served?.(prompt, request)),
        );
      }
    }
  }

  async function refreshNamed(name: string | undefined): Promise<RefreshReport> {
    if (name === undefined) {
      return refresh(
        catalogue.all.filter(({ collection }) => !collection),
        events,
      );
    }
    const cached = prompts.get(name);
    if (cached) return refresh([cached], events);
    // A collection is meant by its own name, or by that of a member which may be there by now.
    const collection = catalogue.collectionOf(name);
    const report = await refresh([collection], events);
    if (name === collection.name || prompts.has(name) || collection.error) return report;
    throw notInCollection(name, collection);
  }

  const served: Prompts & { toJSON(): PromptSummary[] } = {
    peek: (name: string, request?: ReadOptions) => prompts.get(name)?.slot.hot ?? peekThoroughly(name, request),
    get: (name: string, request?: ReadOptions) => prompts.get(name)?.slot.hotPromise ?? getThoroughly(name, request),
    async render(name: string, variables?: Variables, { missing, ...request }: RenderOptions = {}) {
      const prompt = await served.get(name, request);
      return prompt.render(variables, { missing });
    },
    async refresh(name?: string) {
      closed.throwIfAborted();
      const report = await refreshNamed(name);
      await context.tiers?.flush();
      closed.throwIfAborted();
      return report;
    },
    list: () => summarise(catalogue).map(({ error: _, ...summary }): PromptSummary => summary),
    status: () => statusOf(catalogue, context),
    on: (event, listener) => events.on(event, listener),
    close() {
      closing ??= shutDown();
      return closing;
    },
    [Symbol.asyncDispose]: () => served.close(),
    toJSON: () => served.list(),
  };
  return served;
}
