import { freshnessMs } from '../../config/parsed-entry.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CacheContext } from '../context.ts';
import { interrupted } from '../interrupted.ts';
import type { Collection } from '../model.ts';
import type { Rejection } from '../publisher.ts';
import { recordFailure } from '../record-failure.ts';
import type { Slot } from '../slot.ts';
import { warnOnce } from '../warn-once.ts';
import type { Dependents } from './dependents.ts';
import type { Derivation } from './derivation.ts';
import type { Moment, PendingArrival } from './moment.ts';
import type { Read } from './read.ts';

/** Publishes everything of a moment in one turn of the event loop, then emits its events and ends its attempts. */
export function publishMoment(
  moment: Moment,
  dependents: Dependents,
  catalogue: Catalogue,
  context: CacheContext,
): void {
  const { events, closed } = context;
  const arrivals = [...moment.arrivals.values()];
  if (!closed.aborted) {
    for (const arrival of arrivals) acceptText(arrival);
    const emits = Array.from(moment.derivations.values(), publishPrompt);
    for (const { slot } of moment.derivations.keys()) slot.updateHot();
    for (const emit of emits) emit?.();
  }
  for (const arrival of arrivals) arrival.resolve(rejectionOf(arrival));

  function acceptText({ source, template, fetchedAt, arrivedAt, ageMs = 0, isStale = false }: PendingArrival): void {
    const waitedMs = context.clock.now() - arrivedAt;
    source.fetchedAt = fetchedAt;
    source.template = template;
    if (!source.isOutdated) source.isInvalidated = false;
    const maxMs = isStale || source.isOutdated ? 0 : Infinity;
    for (const cached of source.prompts) {
      if (isRejected(moment.derivations.get(cached))) continue;
      const { slot, entry, collection } = cached;
      const listedForMs = collection?.freshForMs ?? Infinity;
      slot.setTextFreshness(Math.min(maxMs, listedForMs, freshnessMs(entry, template.maxAge) - ageMs - waitedMs));
    }
  }

  /** @returns What emits the events. */
  function publishPrompt(derivation: Derivation): (() => void) | undefined {
    const { cached, template, prompt, error: failure, reads, mustRun } = derivation;
    const { slot, source, name } = cached;
    // A member may have left its collection meanwhile.
    if (!source.prompts.has(cached) || failure === interrupted) return undefined;
    dependents.record(cached, mustRun ? reads : slot.reads);
    if (failure) {
      if (derivation.isBehind) slot.markOutdated();
      // The source holds another text by now. The next read tries again, with the back-off of the source.
      if (isRejected(derivation)) slot.expire();
      return () => {
        recordFailure(cached, failure, context);
        warnOnce(cached, context);
      };
    }
    const arrival = moment.arrivals.get(source);
    const { error, prompt: previous, template: previousTemplate } = slot;
    if (prompt) {
      slot.set(prompt, reads);
      slot.template = template;
    }
    slot.dependOn(...findDependencies(slot.madeOf));
    // A prompt that was made anew because of others says nothing about its own source.
    const isUp = arrival !== undefined || !source.error;
    if (isUp) slot.clearError();
    if (cached.isFallback) return undefined;
    return () => {
      // A source may change the version without changing the text. Only the text counts, including its front matter.
      const isChanged = prompt && (prompt.hash !== previous?.hash || previousTemplate?.content !== template.content);
      // A text that has just arrived is fresh, even with a TTL of 0.
      const shown = arrival && !arrival.ageMs ? slot.prompt : slot.current;
      if (!shown) return;
      if (isChanged) events.emit('change', { name, prompt: shown, previous });
      if (error && isUp) events.emit('recovered', { name, prompt: shown });
    };
  }

  /** What the freshness of a prompt depends on: slots, and the listings of members that do not exist. A fallback has none. */
  function findDependencies(reads: readonly Read[]): [readonly Slot[], readonly Collection[]] {
    const names = reads.flatMap(({ isFallback, name }) => (isFallback ? [] : name));
    return [
      names.flatMap((name) => catalogue.prompts.get(name)?.slot ?? []),
      names.flatMap((name) => (catalogue.prompts.has(name) ? [] : (catalogue.findCollection(name) ?? []))),
    ];
  }

  /** Returns why a prompt of a source rejected its text; undefined if none did. */
  function rejectionOf({ source }: PendingArrival): Rejection | undefined {
    for (const cached of source.prompts) {
      const derivation = moment.derivations.get(cached);
      if (isRejected(derivation)) return derivation?.error;
    }
    return undefined;
  }
}

/** Whether a prompt can't be made from its text. If only something else that it reads is missing, the text is not rejected. */
function isRejected(derivation: Derivation | undefined): boolean {
  return derivation?.error !== undefined && !derivation.hasFailedRead;
}
