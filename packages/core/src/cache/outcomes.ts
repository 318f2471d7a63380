import type { Collection } from '../collections/collection.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import { forPrompt, fromThrown } from '../errors/from-thrown.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { CacheContext } from './context.ts';
import type { Source } from './source.ts';
import { toPrompt } from './to-prompt.ts';

/**
 * Gives a loaded template to every prompt of its source, then ends the attempt.
 * @param fetchedAt Epoch ms: when the source said so.
 */
export async function settleLoaded(
  source: Source,
  template: PromptTemplate,
  context: CacheContext,
  fetchedAt = context.epochOf(),
): Promise<void> {
  source.fetchedAt = fetchedAt;
  source.land(await give(source, template, context));
}

/** Gives it to them as fetched when the source says. @returns why a prompt of the source did not take it, if one didn't. */
export async function give(
  source: Source,
  template: PromptTemplate,
  context: CacheContext,
): Promise<PromptError | undefined> {
  let rejection: PromptError | undefined;
  // While one is told, another may join as the member of a collection, or leave: a set is gone through with both.
  for (const prompt of source.prompts) {
    try {
      await accept(prompt, template, context);
    } catch (thrown) {
      const error = fromThrown(thrown, prompt.entry.provider, source.address.config);
      rejection ??= error;
      reject(prompt, error, context);
    }
  }
  // A template that somebody rejected must not become the one that "unchanged" refers to.
  if (!rejection) {
    source.template = template;
    source.isKnownToDiffer = false;
  }
  return rejection;
}

/** Ends an attempt that failed, and tells every prompt that hangs on it. */
export function settleFailed(asked: Source | Collection, thrown: unknown, context: CacheContext): void {
  const { provider, config } = asked.address;
  const failure = fromThrown(thrown, provider.name, config);
  const error = 'entry' in asked ? forPrompt(failure, asked) : failure;
  asked.land(error);
  if ('entry' in asked) context.events.emit('error', { name: asked.name, error });
  for (const prompt of asked.prompts) reject(prompt, error, context);
}

async function accept(cached: CachedPrompt, template: PromptTemplate, context: CacheContext): Promise<void> {
  const { slot, source, name } = cached;
  const previous = slot.prompt;
  const unchanged = template === source.template ? previous : undefined;
  const prompt = unchanged ?? (await toPrompt(template, cached, context));
  if (context.closed.aborted) return;
  const failedBefore = slot.error;
  slot.keep(prompt, ttlOf(cached.entry, template.maxAge));
  // A source's version may move on edits that nobody sees: the text decides, front matter included.
  if (prompt.hash !== previous?.hash || (source.template ?? template).content !== template.content) {
    context.events.emit('change', { name, prompt, previous });
  }
  if (failedBefore) context.events.emit('recovered', { name, prompt });
}

/** Core uses the source's `max-age` only where the entry says nothing. */
export function ttlOf({ form, limits }: ParsedEntry, maxAge: number | undefined): number {
  if (form === 'content') return Infinity;
  return limits.ttlOfEntry || maxAge === undefined ? limits.ttl : maxAge * 1000;
}

/** Remembers a failure for one prompt and tells of it. The last good prompt stays. */
export function reject(cached: CachedPrompt, cause: PromptError, { events, closed }: CacheContext): void {
  if (closed.aborted) return;
  const { slot, name } = cached;
  const error = forPrompt(cause, cached);
  slot.error = error;
  if (error.code === 'NOT_FOUND') slot.expire();
  events.emit('error', { name, error });
  const { stale } = slot;
  if (stale === undefined || slot.isFresh() || slot.saidStale) return;
  slot.saidStale = true;
  events.emit('stale', { name, prompt: stale, error });
}
