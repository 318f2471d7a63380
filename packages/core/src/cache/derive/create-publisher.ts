import { runInMicrotask } from '../../time/run-in-microtask.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CacheContext } from '../context.ts';
import type { CachedPrompt } from '../model.ts';
import type { Arrival, Publisher, Rejection } from '../publisher.ts';
import type { Reader } from '../reader.ts';
import { toPrompt } from '../to-prompt.ts';
import { Dependents } from './dependents.ts';
import { Derivation } from './derivation.ts';
import { OpenGathering } from './gathering.ts';
import { isSameValue } from './is-same-value.ts';
import { Moment } from './moment.ts';
import { publishMoment } from './publish-moment.ts';
import { readFor } from './read-for.ts';
import { View } from './view.ts';

/** Creates the publisher of a cache. */
export function createPublisher(catalogue: Catalogue, context: CacheContext, reader: Reader): Publisher {
  const view = new View(catalogue);
  const { arriving, moments, blocked } = view;
  const dependents = new Dependents();
  const gatherings = new Set<OpenGathering>();
  /** Complete moments that wait for others of their gathering. */
  const held = new Set<Moment>();

  function publish(arrival: Arrival): Promise<Rejection | undefined> {
    const { source, template } = arrival;
    for (const gathering of gatherings) gathering.arrive(source);
    const moment = new Moment();
    const { promise, resolve } = Promise.withResolvers<Rejection | undefined>();
    moment.arrivals.set(source, { ...arrival, resolve });
    arriving.set(source, arrival);
    for (const cached of source.prompts) {
      join(moment, cached);
      if (template !== cached.slot.template) joinDependents(moment, cached);
    }
    // What arrives in the same turn of the event loop is known before the first hook reads it.
    runInMicrotask(() => start(moment));
    return promise;
  }

  /** Makes a prompt part of a moment. A moment that it is part of already becomes part of this one. */
  function join(moment: Moment, cached: CachedPrompt): void {
    const other = moments.get(cached);
    if (other) merge(moment, other);
    const template = arriving.get(cached.source)?.template ?? cached.source.template;
    if (!template || blocked.get(cached)?.derivation.template === template) return;
    const derivation = moment.derivations.get(cached);
    if (derivation?.template !== template) moment.derivations.set(cached, new Derivation(cached, template));
    moments.set(cached, moment);
  }

  function joinDependents(moment: Moment, cached: CachedPrompt): void {
    for (const dependent of dependents.of(cached)) if (isAlive(dependent)) join(moment, dependent);
  }

  function merge(moment: Moment, other: Moment): void {
    if (other === moment) return;
    moment.absorb(other);
    for (const cached of other.derivations.keys()) moments.set(cached, moment);
  }

  function start(moment: Moment): void {
    for (const derivation of moment.derivations.values()) {
      if (!derivation.hasStarted) void run(derivation);
    }
    complete(moment);
  }

  async function run(derivation: Derivation): Promise<void> {
    const { cached, template, reads } = derivation;
    derivation.hasStarted = true;
    try {
      derivation.mustRun ||= await hasReasonToRun(derivation);
      if (derivation.mustRun) {
        const { fetchedAt } = arriving.get(cached.source) ?? cached.source;
        const others = readFor(derivation, { catalogue, reader, view, meet, waitFor, block });
        derivation.prompt = await toPrompt(template, cached, { fetchedAt, others, reads }, context);
      }
    } catch (thrown) {
      derivation.thrown = { error: thrown };
    }
    derivation.end();
    const moment = moments.get(cached);
    if (blocked.get(cached)?.derivation === derivation) rejoin(derivation);
    else if (moment?.derivations.get(cached) === derivation) afterStep(moment, derivation);
  }

  /** Whether a prompt has to be made anew: its text is another one, or something that its hooks read. */
  async function hasReasonToRun(derivation: Derivation): Promise<boolean> {
    const { cached, template } = derivation;
    const { slot } = cached;
    if (template !== slot.template || slot.isOutdated) return true;
    for (const { name } of slot.reads) await waitFor(derivation, name);
    return view.hasMoved(slot.reads);
  }

  /** Waits until a prompt that is part of a moment is made, unless that one waits, too. */
  async function waitFor(derivation: Derivation, name: string): Promise<void> {
    if (view.findCircle(derivation, name)) return;
    const other = meet(derivation, name);
    derivation.waitsFor.add(name);
    await other?.untilReleased;
    derivation.waitsFor.delete(name);
  }

  /** Publishes a prompt together with the one that reads it, if it is part of a moment. @returns Its derivation. */
  function meet({ cached }: Derivation, name: string): Derivation | undefined {
    const other = catalogue.prompts.get(name);
    const moment = other && moments.get(other);
    const own = moments.get(cached);
    if (own && moment) merge(own, moment);
    return other && moment?.derivations.get(other);
  }

  /** Lets the moment of a derivation go on without it. */
  function block(derivation: Derivation): void {
    const { cached } = derivation;
    const moment = moments.get(cached);
    if (moment?.derivations.get(cached) !== derivation) return;
    moment.derivations.delete(cached);
    moments.delete(cached);
    const { promise, resolve } = Promise.withResolvers<void>();
    blocked.get(cached)?.resolve(promise);
    blocked.set(cached, { derivation, resolve });
    cached.slot.deriving = promise;
    derivation.release();
    complete(moment);
  }

  /** Publishes what a derivation has made after it was blocked, unless something newer is on its way. */
  function rejoin(derivation: Derivation): void {
    const { cached, template } = derivation;
    const resolve = blocked.get(cached)?.resolve;
    blocked.delete(cached);
    let moment = moments.get(cached);
    if (!moment && isAlive(cached) && cached.source.template === template) {
      moment = new Moment();
      moment.derivations.set(cached, derivation);
      moments.set(cached, moment);
      complete(moment);
    }
    resolve?.(moment?.untilPublished);
  }

  /** Goes on after a derivation. What is being made of something else than what it has made is made again, at once. */
  function afterStep(moment: Moment, { cached: { name }, prompt }: Derivation): void {
    if (moment.isComplete || !prompt) complete(moment);
    else remakeIf(moment, ({ reads }) => reads.some((read) => read.name === name) && view.hasMoved(reads));
  }

  function remakeIf(moment: Moment, isOutdated: (derivation: Derivation) => boolean): void {
    for (const derivation of [...moment.derivations.values()].filter(isOutdated)) {
      moment.derivations.set(derivation.cached, new Derivation(derivation.cached, derivation.template, true));
      derivation.release();
    }
    for (const derivation of moment.derivations.values()) if (!derivation.hasStarted) void run(derivation);
  }

  /** Publishes a moment if all of it is made of what there is now. Otherwise makes the rest. */
  function complete(moment: Moment): void {
    if (!moment.isComplete || moment.isOver) return;
    // A member of a collection may have got its source while the text was on its way.
    for (const { prompts } of moment.arrivals.keys()) for (const cached of prompts) join(moment, cached);
    for (const { cached, prompt } of [...moment.derivations.values()]) {
      if (prompt && !isSameValue(prompt, cached.slot.prompt)) joinDependents(moment, cached);
    }
    remakeIf(moment, ({ mustRun, reads }) => mustRun && view.hasMoved(reads));
    if (!moment.isComplete) return;
    if ([...gatherings].some((gathering) => gathering.mustWaitFor(moment))) held.add(moment);
    else end(moment);
  }

  function end(moment: Moment): void {
    moment.isOver = true;
    held.delete(moment);
    for (const source of moment.arrivals.keys()) arriving.delete(source);
    for (const cached of moment.derivations.keys()) moments.delete(cached);
    publishMoment(moment, dependents, catalogue, context);
    moment.end();
  }

  function gather(since: number, collection?: Parameters<Publisher['gather']>[1]): OpenGathering {
    const joined = collection && [...gatherings].find(({ pending }) => pending.has(collection));
    if (joined) return joined;
    const gathering = new OpenGathering(catalogue, since, ({ pending }) => {
      if (pending.size === 0) gatherings.delete(gathering);
      for (const moment of held) complete(moment);
    });
    gatherings.add(gathering);
    return gathering;
  }

  return { publish, gather, dependentsOf: (cached) => dependents.of(cached) };
}

/** Whether a prompt still belongs to its source: a member may have left its collection. */
function isAlive(cached: CachedPrompt): boolean {
  return cached.source.prompts.has(cached);
}
