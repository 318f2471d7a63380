import type { Catalogue } from './cache/catalogue.ts';
import type { CacheContext } from './cache/context.ts';
import { createStatus } from './cache/create-status.ts';
import { findRefreshable } from './cache/find-refreshable.ts';
import type { CatalogueItem } from './cache/model.ts';
import type { Reader } from './cache/reader.ts';
import { receiveDelivery } from './cache/receive-delivery.ts';
import { refresh } from './cache/refresh.ts';
import { subscribeToPushes } from './cache/subscribe-to-pushes.ts';
import { summarisePrompts } from './cache/summarise-prompts.ts';
import { notInCollection } from './cache/unknown-prompt.ts';
import { logErrors } from './errors/log-errors.ts';
import { PromptError } from './errors/prompt-error.ts';
import type { PromptHook, PromptRequest } from './hooks/hook.ts';
import { hooksFor } from './hooks/hooks-for.ts';
import { redirect, redirectNow } from './hooks/redirect.ts';
import type { Prompts, ReadOptions, RefreshReport, RenderOptions } from './prompts.ts';
import type { AnyProvider } from './provider/provider.ts';
import type { PromptSummary } from './status.ts';
import type { Prompt } from './template/prompt.ts';
import type { Variables } from './template/text-variables.ts';
import { keepAlive } from './time/clock.ts';
import { runInMicrotask } from './time/run-in-microtask.ts';
import { TurnClock } from './time/turn-clock.ts';
import { timedOut, withTimeout } from './time/with-timeout.ts';

/** How long `before` hooks may take for a name that no entry covers. */
const defaultTimeoutMs = 10_000;

interface ServedParts {
  readonly providers: ReadonlyMap<string, AnyProvider>;
  readonly catalogue: Catalogue;
  readonly context: CacheContext;
  readonly reader: Reader;
  readonly shutDown: () => Promise<void>;
}

/**
 * Creates what `createPrompts` returns. The configuration can't be reached through it.
 * The first lines of `peek` and `get` are the hot path: one look-up, the time of this turn, no hook.
 */
export function servePrompts({ providers, catalogue, context, reader, shutDown }: ServedParts): Prompts {
  const { prompts } = catalogue;
  const { hooks, logger, events, closed, clock } = context;
  const turnClock = new TurnClock(clock);
  let closing: Promise<void> | undefined;

  function peekSlow(name: string, request?: ReadOptions): Prompt | undefined {
    closed.throwIfAborted();
    const taking = hooksOf(name);
    const final = redirectNow({ ...request, name }, taking);
    if (!final) return undefined;
    const prompt =
      reader.peek(final.name) ?? (final.otherwise === undefined ? undefined : reader.peek(final.otherwise));
    if (prompt) recordRead(prompt, final, taking);
    return prompt;
  }

  async function getSlow(name: string, request?: ReadOptions): Promise<Prompt> {
    closed.throwIfAborted();
    const taking = hooksOf(name);
    const given = { ...request, name };
    const final = taking.some(({ before }) => before) ? await redirectInTime(given, taking) : given;
    const prompt = await readOrOtherwise(final);
    recordRead(prompt, final, taking);
    return prompt;
  }

  /** Callers that are not checked by TypeScript may pass any value as the name. */
  function hooksOf(name: unknown): readonly PromptHook[] {
    return prompts.get(String(name))?.hooks ?? hooksFor(String(name), hooks);
  }

  async function readOrOtherwise(request: PromptRequest): Promise<Prompt> {
    const { otherwise } = request;
    if (otherwise === undefined) return reader.get(request);
    try {
      return await reader.get(request);
    } catch (error) {
      if (closed.aborted || request.signal?.aborted) throw error;
      return reader.get({ ...request, name: otherwise });
    }
  }

  /** Runs the `before` hooks within the time that the reader has. */
  async function redirectInTime(request: PromptRequest, taking: readonly PromptHook[]): Promise<PromptRequest> {
    const { limits } = (prompts.get(request.name) ?? catalogue.findCollection(String(request.name)))?.entry ?? {};
    const timeoutMs = limits?.timeoutMs ?? defaultTimeoutMs;
    let called = '';
    const onCall = (name: string) => {
      called = name;
    };
    const final = await withTimeout(keepAlive(clock), timeoutMs, request.signal, (waitFor) =>
      withTimeout(clock, Infinity, closed, (untilClosed) => waitFor(untilClosed(redirect(request, taking, onCall)))),
    );
    if (final !== timedOut) return final;
    const message = `hook '${called}' did not finish before() within ${timeoutMs / 1000} s (cache.timeout)`;
    throw new PromptError('TIMEOUT', message, { prompt: request.name });
  }

  function recordRead(prompt: Prompt, request: PromptRequest, taking: readonly PromptHook[]): void {
    prompts.get(prompt.name)?.slot.readCounts?.add(prompt, 1);
    for (const hook of taking) {
      if (!hook.served) continue;
      runInMicrotask(() =>
        logErrors(logger, `hook '${hook.name}' failed in served(): catch errors inside it to see them`, () =>
          hook.served?.(prompt, request),
        ),
      );
    }
  }

  async function refreshAll(names: readonly string[] | undefined): Promise<RefreshReport> {
    if (names === undefined)
      return refresh(
        catalogue.items.filter(({ collection }) => !collection),
        catalogue,
        context,
      );
    const items = names.map((name) => findRefreshable(name, catalogue));
    const report = await refresh([...new Set(items)], catalogue, context);
    for (const [index, name] of names.entries()) {
      const item = items[index] as CatalogueItem;
      // The collection was listed, and does not contain this name.
      const isMissing = !item.slot && name !== item.name && !prompts.has(name) && !item.error;
      if (isMissing) throw notInCollection(name, item);
    }
    return report;
  }

  const served: Prompts & { toJSON(): PromptSummary[] } = {
    peek(name: string, request?: ReadOptions) {
      const slot = prompts.get(name)?.slot;
      if (slot === undefined || turnClock.now() >= slot.hotUntil) return peekSlow(name, request);
      slot.hotReads += 1;
      return slot.hot;
    },
    get(name: string, request?: ReadOptions) {
      const slot = prompts.get(name)?.slot;
      if (slot?.hotPromise === undefined || turnClock.now() >= slot.hotUntil) return getSlow(name, request);
      slot.hotReads += 1;
      return slot.hotPromise;
    },
    async render(name: string, variables?: Variables, { missing, ...request }: RenderOptions = {}) {
      const prompt = await served.get(name, request);
      return prompt.render(variables, { missing });
    },
    async refresh(name?: string | readonly string[]) {
      closed.throwIfAborted();
      const names = typeof name === 'string' ? [name] : name;
      const report = await withTimeout(keepAlive(clock), Infinity, undefined, () => refreshAll(names));
      await context.persistence?.flush();
      closed.throwIfAborted();
      return report;
    },
    async receive(provider, delivery, options) {
      closed.throwIfAborted();
      return receiveDelivery(provider, delivery, options, catalogue, providers, context);
    },
    async subscribe(provider, target) {
      closed.throwIfAborted();
      return subscribeToPushes(provider, target, catalogue, providers, context);
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
