import type { Catalogue } from './cache/catalogue.ts';
import type { CacheContext } from './cache/context.ts';
import { createStatus } from './cache/create-status.ts';
import type { Reader } from './cache/reader.ts';
import { refresh } from './cache/refresh.ts';
import { summarisePrompts } from './cache/summarise-prompts.ts';
import { notInCollection } from './cache/unknown-prompt.ts';
import { logErrors } from './errors/log-errors.ts';
import type { PromptRequest } from './hooks/hook.ts';
import { redirect, redirectNow } from './hooks/redirect.ts';
import type { Prompts, ReadOptions, RefreshReport, RenderOptions } from './prompts.ts';
import type { PromptSummary } from './status.ts';
import type { Variables } from './template/compile.ts';
import type { Prompt } from './template/prompt.ts';
import { TurnClock } from './time/turn-clock.ts';

interface ServedParts {
  readonly catalogue: Catalogue;
  readonly context: CacheContext;
  readonly reader: Reader;
  readonly shutDown: () => Promise<void>;
}

/**
 * Creates what `createPrompts` returns. The configuration can't be reached through it.
 * The first lines of `peek` and `get` are the hot path: one look-up, the time of this turn, no hook.
 */
export function servePrompts({ catalogue, context, reader, shutDown }: ServedParts): Prompts {
  const { prompts } = catalogue;
  const { hooks, logger, events, closed, clock } = context;
  const turnClock = new TurnClock(clock);
  let closing: Promise<void> | undefined;

  function peekSlow(name: string, request?: ReadOptions): Prompt | undefined {
    closed.throwIfAborted();
    const final = redirectNow({ ...request, name }, hooks);
    const prompt = final && reader.peek(final.name);
    if (prompt) notifyServed(prompt, final);
    return prompt;
  }

  async function getSlow(name: string, request?: ReadOptions): Promise<Prompt> {
    closed.throwIfAborted();
    const final = await redirect({ ...request, name }, hooks);
    const prompt = await reader.get(final);
    notifyServed(prompt, final);
    return prompt;
  }

  function notifyServed(prompt: Prompt, request: PromptRequest): void {
    for (const hook of hooks) {
      if (!hook.served) continue;
      queueMicrotask(() =>
        logErrors(logger, `hook '${hook.name}' (served) failed`, () => hook.served?.(prompt, request)),
      );
    }
  }

  async function refreshNamed(name: string | undefined): Promise<RefreshReport> {
    if (name === undefined) {
      const independent = catalogue.items.filter(({ collection }) => !collection);
      return refresh(independent, context);
    }
    const cached = prompts.get(name);
    // A member that a listing of unknown origin brought is not fetched itself.
    const isUntrusted = cached?.source.address.isUntrusted ?? cached?.collection?.removed.has(name);
    if (cached && !isUntrusted) return refresh([cached], context);
    // The name of a collection, or of a member that may exist by now.
    const collection = catalogue.collectionOf(name);
    const report = await refresh([collection], context);
    if (name === collection.name || prompts.has(name) || collection.error) return report;
    throw notInCollection(name, collection);
  }

  const served: Prompts & { toJSON(): PromptSummary[] } = {
    peek(name: string, request?: ReadOptions) {
      const slot = prompts.get(name)?.slot;
      return slot !== undefined && turnClock.now() < slot.hotUntil ? slot.hot : peekSlow(name, request);
    },
    get(name: string, request?: ReadOptions) {
      const slot = prompts.get(name)?.slot;
      const hot = slot !== undefined && turnClock.now() < slot.hotUntil ? slot.hotPromise : undefined;
      return hot ?? getSlow(name, request);
    },
    async render(name: string, variables?: Variables, { missing, ...request }: RenderOptions = {}) {
      const prompt = await served.get(name, request);
      return prompt.render(variables, { missing });
    },
    async refresh(name?: string) {
      closed.throwIfAborted();
      const report = await refreshNamed(name);
      await context.persistence?.flush();
      closed.throwIfAborted();
      return report;
    },
    list: () => summarisePrompts(catalogue).map(({ error: _, ...summary }): PromptSummary => summary),
    status: () => createStatus(catalogue, context),
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
