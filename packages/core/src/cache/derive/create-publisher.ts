import { fromThrown } from '../../errors/from-thrown.ts';
import { runInMicrotask } from '../../time/run-in-microtask.ts';
import type { Catalogue } from '../catalogue.ts';
import type { CacheContext } from '../context.ts';
import { interrupted } from '../interrupted.ts';
import type { CachedPrompt } from '../model.ts';
import type { Arrival, Publisher, Rejection } from '../publisher.ts';
import type { Reader } from '../reader.ts';
import { toPrompt } from '../to-prompt.ts';
import { Dependents } from './dependents.ts';
import { Derivation } from './derivation.ts';
import { Gatherings } from './gathering.ts';
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
  const gatherings = new Gatherings(catalogue, complete);
  /** Derivations that have not started yet. */
  const added: Derivation[] = [];
  /** Moments that begin together; undefined if each begins by itself. */
  let together: Moment[] | undefined;

  function publish(arrival: Arrival): Promise<Rejection | undefined> {
    const { source, template } = arrival;
    gatherings.arrive(source);
    const moment = new Moment();
    const { promise, resolve } = Promise.withResolvers<Rejection | undefined>();
    const pending = { ...arrival, arrivedAt: context.clock.now(), resolve };
    moment.arrivals.set(source, pending);
    arriving.set(source, pending);
    for (const cached of source.prompts) {
      join(moment, cached);
      if (template !== cached.slot.template) joinDependents(moment, cached);
    }
    if (together) {
      together.push(moment);
      resolve(undefined);
    } else {
      // What arrives in the same turn of the event loop is known before the first hook reads it.
      runInMicrotask(() => start(moment));
    }
    return promise;
  }

  async function publishTogether(bring: () => Promise<void>): Promise<void> {
    const moments: Moment[] = [];
    together = moments;
    try {
      await bring();
    } finally {
      together = undefined;
    }
    for (const moment of moments) start(moment);
    await Promise.all(moments.map(({ untilPublished }) => untilPublished));
  }

  /** Makes a prompt part of a moment. A moment that it is part of already becomes part of this one. */
  function join(given: Moment, cached: CachedPrompt): void {
    given.current.merge(view.momentOf(cached) ?? given.current, arriving);
    const moment = given.current;
    const template = arriving.get(cached.source)?.template ?? cached.source.template;
    if (!template || blocked.get(cached)?.derivation.template === template) return;
    const derivation = moment.derivations.get(cached);
    if (derivation?.template !== template) add(moment, new Derivation(cached, template));
    moments.set(cached, moment);
  }

  function joinDependents(moment: Moment, cached: CachedPrompt): void {
    for (const dependent of dependents.of(cached)) join(moment, dependent);
  }

  function start(moment: Moment): void {
    runAdded();
    complete(moment.current);
  }

  function add(moment: Moment, derivation: Derivation): void {
    moment.derivations.set(derivation.cached, derivation);
    added.push(derivation);
  }

  function runAdded(): void {
    for (const derivation of added.splice(0))
      if (view.derivationOf(derivation.cached) === derivation) void run(derivation);
  }

  async function run(derivation: Derivation): Promise<void> {
    const { cached, template, reads } = derivation;
    try {
      derivation.mustRun ||= await hasReasonToRun(derivation);
      if (derivation.mustRun) {
        const { fetchedAt } = arriving.get(cached.source) ?? cached.source;
        const readForHooks = () => readFor(derivation, { catalogue, reader, view, waitFor, block });
        derivation.prompt = await toPrompt(template, cached, { fetchedAt, readForHooks, reads }, context);
      }
    } catch (thrown) {
      const { entry, source } = cached;
      derivation.error = thrown === interrupted ? interrupted : fromThrown(thrown, entry.provider, source.address);
    }
    derivation.end();
    const moment = view.momentOf(cached);
    if (blocked.get(cached)?.derivation === derivation) rejoin(derivation);
    else if (moment?.derivations.get(cached) === derivation) afterStep(moment, derivation);
  }

  /** Whether a prompt must be made again: its text has changed, or something that its hooks read. */
  async function hasReasonToRun(derivation: Derivation): Promise<boolean> {
    const { cached, template } = derivation;
    const { slot } = cached;
    if (template !== slot.template || slot.isOutdated) return true;
    for (const { name } of slot.madeOf) await waitFor(derivation, name);
    return view.hasMoved(cached, slot.madeOf);
  }

  /** Waits until a prompt that is part of a moment is complete, unless that one waits for this one, too. */
  async function waitFor(derivation: Derivation, name: string): Promise<void> {
    if (view.findCircle(derivation.cached, name)) return;
    const other = view.meet(derivation, name);
    await derivation.whileWaitingFor(name, async () => other?.untilReleased);
  }

  /** Lets the moment of a derivation go on without it. */
  function block(derivation: Derivation): void {
    const { cached } = derivation;
    const moment = view.momentOf(cached);
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

  /** Publishes the result of a derivation that was blocked, unless a newer one is in progress. */
  function rejoin(derivation: Derivation): void {
    const { cached, template } = derivation;
    const { source } = cached;
    const resolve = blocked.get(cached)?.resolve;
    blocked.delete(cached);
    let moment = view.momentOf(cached);
    if (!moment && source.prompts.has(cached) && source.template === template) {
      moment = new Moment();
      moment.derivations.set(cached, derivation);
      moments.set(cached, moment);
      complete(moment);
    }
    resolve?.(moment?.untilPublished);
  }

  /** Goes on after a derivation. A hook that has read something else than it made runs again, even if the former run hangs. */
  function afterStep(moment: Moment, { cached: { name }, prompt }: Derivation): void {
    if (moment.isComplete || !prompt) complete(moment);
    else remakeOutdated(moment, dependents.directlyOf(name));
  }

  function remakeOutdated(moment: Moment, prompts: Iterable<CachedPrompt>): void {
    for (const cached of prompts) {
      const derivation = moment.derivations.get(cached);
      if (!derivation || !view.isOutdated(derivation)) continue;
      add(moment, new Derivation(cached, derivation.template, true));
      derivation.release();
    }
    runAdded();
  }

  /** Publishes a moment if all of it is made of what there is now. Otherwise makes the rest. */
  function complete(given: Moment): void {
    if (!given.isComplete || given.isOver) return;
    // A member of a collection may have got its source while the text was on its way.
    for (const { prompts } of given.arrivals.keys()) for (const cached of prompts) join(given, cached);
    for (const { cached, prompt } of [...given.current.derivations.values()]) {
      if (prompt && !isSameValue(prompt, cached.slot.prompt)) joinDependents(given, cached);
    }
    const moment = given.current;
    remakeOutdated(moment, moment.derivations.keys());
    if (moment.isComplete && !gatherings.hold(moment)) end(moment);
  }

  function end(moment: Moment): void {
    moment.isOver = true;
    view.remove(moment);
    publishMoment(moment, dependents, catalogue, context);
    moment.end();
  }

  return {
    publish,
    publishTogether,
    isArriving: (source) => arriving.has(source),
    gather: (since, collection) => gatherings.open(since, collection),
    forget: (cached) => dependents.remove(cached),
    dependentsOf: (cached) => dependents.of(cached),
  };
}
