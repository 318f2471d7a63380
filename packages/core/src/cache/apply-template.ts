import { freshnessMs } from '../config/parsed-entry.ts';
import { forPrompt, fromThrown } from '../errors/from-thrown.ts';
import type { PromptError } from '../errors/prompt-error.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { CacheContext } from './context.ts';
import type { CachedPrompt, Collection, Source } from './model.ts';
import { toPrompt } from './to-prompt.ts';
import { interrupted } from './with-load-timeout.ts';

/** How old a template is that did not come straight from its source. */
export interface TemplateAge {
  readonly ageMs: number;
  /** How much longer it may be fresh at most. */
  readonly maxFreshMs?: number;
}

/**
 * Applies a loaded template to every prompt of its source, then ends the attempt in flight.
 * @param fetchedAt Epoch ms at which the source returned it.
 */
export async function settleWithTemplate(
  source: Source,
  template: PromptTemplate,
  context: CacheContext,
  fetchedAt = context.toEpochMs(),
  age?: TemplateAge,
): Promise<void> {
  source.fetchedAt = fetchedAt;
  source.settle(await applyTemplate(source, template, context, age));
}

/** Applies a template to every prompt of its source. @returns Why a prompt did not accept it, if one did not. */
export async function applyTemplate(
  source: Source,
  template: PromptTemplate,
  context: CacheContext,
  age: TemplateAge = { ageMs: 0 },
): Promise<PromptError | undefined> {
  let rejection: PromptError | undefined;
  // A member of a collection may join or leave meanwhile: iterating over a Set allows for both.
  for (const prompt of source.prompts) {
    try {
      await applyToPrompt(prompt, template, context, age);
    } catch (thrown) {
      const error = fromThrown(thrown, prompt.entry.provider, source.address.config);
      rejection ??= error;
      recordFailure(prompt, error, context);
    }
  }
  source.template = template;
  if (!source.isOutdated) source.isInvalidated = false;
  return rejection;
}

/**
 * Ends the attempt in flight as failed, for every prompt that depends on it.
 * @param isForeign Whether another process failed, not this one.
 */
export function settleWithError(
  fetchable: Source | Collection,
  thrown: unknown,
  context: CacheContext,
  isForeign = false,
): void {
  if (thrown === interrupted) {
    fetchable.abandon();
    return;
  }
  const { providerName, config } = fetchable.address;
  const failure = fromThrown(thrown, providerName, config);
  const error = 'entry' in fetchable ? forPrompt(failure, fetchable) : failure;
  if (isForeign) fetchable.settleForeign(error);
  else fetchable.settle(error);
  if ('entry' in fetchable) context.events.emit('error', { name: fetchable.name, error });
  for (const prompt of fetchable.prompts) recordFailure(prompt, error, context);
}

async function applyToPrompt(
  cached: CachedPrompt,
  template: PromptTemplate,
  context: CacheContext,
  { ageMs, maxFreshMs = Infinity }: TemplateAge,
): Promise<void> {
  const { slot, source, name, entry, collection } = cached;
  const previous = slot.prompt;
  // Judged by what this prompt was made of: its source may have changed, or it may have rejected what the source returned last.
  const previousTemplate = slot.template;
  const unchanged = template === previousTemplate ? previous : undefined;
  const prompt = unchanged ?? (await toPrompt(template, cached, context));
  // A member that left meanwhile may have given its slot to another source.
  if (context.closed.aborted || !source.prompts.has(cached)) return;
  const hadFailed = slot.error !== undefined;
  slot.template = template;
  const freshForMs = freshnessMs(entry, template.maxAge) - ageMs;
  slot.set(prompt, Math.min(freshForMs, maxFreshMs, source.isOutdated ? 0 : (collection?.freshForMs ?? Infinity)));
  const shown = (ageMs > 0 && slot.current) || prompt;
  // A source's version may change with edits that nobody sees. The text decides, including its front matter.
  if (prompt.hash !== previous?.hash || previousTemplate?.content !== template.content) {
    context.events.emit('change', { name, prompt: shown, previous });
  }
  if (hadFailed) context.events.emit('recovered', { name, prompt: shown });
}

/** Records a failure for one prompt and emits its events. The last good prompt stays. */
export function recordFailure(cached: CachedPrompt, cause: PromptError, { events, closed }: CacheContext): void {
  if (closed.aborted) return;
  const { slot, name } = cached;
  const error = forPrompt(cause, cached);
  slot.error = error;
  if (error.code === 'NOT_FOUND') slot.expire();
  events.emit('error', { name, error });
  const { stale } = slot;
  if (stale === undefined || slot.isFresh() || slot.hasReportedStale) return;
  slot.hasReportedStale = true;
  events.emit('stale', { name, prompt: stale, error });
}
