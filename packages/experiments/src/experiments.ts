import { PromptError, systemClock } from '@prompts/core';
import { Analysis } from './analysis.ts';
import { Assigner } from './assignment/assigner.ts';
import { StickyVariants } from './assignment/sticky-variants.ts';
import { assignmentOf } from './assignment/to-assigned-request.ts';
import { Background } from './background.ts';
import { createLogger } from './create-logger.ts';
import { checkDefinitions } from './definition/check-definitions.ts';
import { checkOutcome } from './definition/check-outcome.ts';
import { checkPromptNames } from './definition/check-prompt-names.ts';
import { createExperiment, type Experiment } from './definition/experiment.ts';
import type { CheckedDefinitions, ExperimentDefinitions } from './definition/experiment-definition.ts';
import type { ExperimentsOptions } from './definition/experiments-options.ts';
import type { Experiments } from './experiments-hook.ts';
import { EventBuffer } from './recording/event-buffer.ts';
import { Recorder } from './recording/recorder.ts';
import { StopListeners } from './stop-listeners.ts';
import { Stops } from './stops.ts';
import { GuardedStore } from './store/guarded-store.ts';
import { MemoryStore } from './store/memory-store.ts';
import { timedOut, withinTime } from './within-time.ts';

const reportTimeoutMs = 12_000;
const closeTimeoutMs = 5000;
const resolved = Promise.resolve();

/**
 * Creates a hook that serves variants of prompts to units such as users, and compares the outcomes.
 * @param definitions The experiments by name.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake. `createPrompts` rejects with one if a prompt is not configured.
 * @example
 * ```ts
 * const tests = experiments({
 *   'support-tone': {
 *     prompt: 'support',
 *     variants: { control: 'support', friendly: 'support-friendly' },
 *     unit: 'userId',
 *     metrics: { resolved: { kind: 'proportion', better: 'higher' } },
 *   },
 * });
 * const prompts = await createPrompts({ systemPrompts, hooks: [tests] });
 * const prompt = await prompts.get('support', { context: { userId: 'u1' } });
 * tests.record('support-tone', { unit: 'u1', metric: 'resolved', value: 1 });
 * console.log(await tests.report('support-tone'));
 * ```
 */
export function experiments<const Definitions extends ExperimentDefinitions>(
  definitions: Definitions & CheckedDefinitions<Definitions>,
  options: ExperimentsOptions = {},
): Experiments<Definitions> {
  checkDefinitions(definitions, options);
  const { clock = systemClock, alpha = 0.05, tuning = 5000, sticky: keyv } = options;
  const logger = createLogger(options.logger);
  const warned = new Set<string>();
  const warn = (message: string) => logger.warn(`@prompts/experiments: ${message}`);
  const warnOnce = (message: string) => {
    if (!warned.has(message)) warn(message);
    warned.add(message);
  };

  const all = new Map(Object.entries(definitions).map(([name, each]) => [name, createExperiment(name, each)]));
  const byPrompt = Map.groupBy(
    [...all.values()].filter(({ isActive }) => isActive),
    ({ prompt }) => prompt,
  ) as Map<string, [Experiment, ...Experiment[]]>;

  const memory = new MemoryStore(() => warnOnce('memory holds a million units, and no more are counted: use a store'));
  const given = options.store ?? options.usage?.experimentStore();
  const store = new GuardedStore(given ?? memory, { clock, logger });
  const onDrop = () => warn('250,000 exposures and values wait for the store: further ones are lost');
  const buffer = given && new EventBuffer({ store, onDrop });
  const recorder = new Recorder(buffer ?? memory);
  const flush = async () => buffer?.flush();

  const listeners = new StopListeners(logger);
  const onStop = listeners.report.bind(listeners);
  const stops = new Stops({ experiments: all, store, clock, onStop });
  const onFailure = () => warn('the sticky Keyv fails: until it responds, the hash decides');
  const sticky = keyv && new StickyVariants({ store: keyv, clock, onFailure });
  const onProblem = ({ name }: Experiment, problem: string) =>
    warnOnce(`experiment '${name}': ${problem}. The unit is served the control, and not counted`);
  const assigner = new Assigner({ stops, sticky, onProblem });
  const analysis = new Analysis({ store, stops, flush, alpha, tuning });
  const background = new Background(clock, () => analysis.update());

  /** How many apps use the hook. */
  let apps = 0;
  let isClosed = false;

  function find(name: string): Experiment {
    const experiment = all.get(name);
    if (experiment) return experiment;
    const known = Array.from(all.keys(), (each) => `'${each}'`).join(', ') || 'none';
    throw new PromptError('CONFIG_INVALID', `'${name}' is not an experiment: defined are ${known}`);
  }

  return {
    name: 'experiments',
    names: [...byPrompt.keys()],
    started({ names }) {
      // Before the check: an app that it refuses is closed, too.
      apps += 1;
      isClosed = false;
      checkPromptNames(all.values(), names);
      void stops.load();
    },
    before(request) {
      const taking = byPrompt.get(request.name);
      if (taking && assignmentOf(request)) {
        // To redirect the read again would take units from one variant of that experiment.
        warnOnce(
          `another hook has an experiment on '${request.name}', too: its units don't take part here. Define both in one experiments()`,
        );
        return undefined;
      }
      return taking && assigner.redirect(request, taking);
    },
    served(prompt, request) {
      const assigned = assignmentOf(request);
      if (isClosed || assigned === undefined || all.get(assigned.experiment.name) !== assigned.experiment) return;
      background.request();
      const { experiment, variant } = assigned;
      // The control was served if the variant has no text; another hook may have redirected the read.
      if (prompt.name !== variant.prompt) return;
      recorder.addExposure(assigned);
      analysis.request(experiment);
    },
    assign(name, context) {
      const variant = assigner.assign(find(name), context);
      return variant && { variant: variant.name as never, prompt: variant.prompt };
    },
    record(name, outcome) {
      if (isClosed) throw new PromptError('CLOSED', 'close() was called: no more values are recorded');
      const experiment = find(name);
      const unit = checkOutcome(experiment, outcome);
      const { metric, value } = outcome;
      // Reads are counted in the next microtask. A value that is recorded after one must not overtake it.
      void resolved.then(() => recorder.addValue(experiment, unit, metric, value));
      analysis.request(experiment);
      background.request();
    },
    async report(name) {
      const experiment = find(name);
      await resolved;
      const limit = { timeoutMs: reportTimeoutMs, clock, keepsAlive: true };
      const report = await withinTime(analysis.report(experiment), limit);
      if (report !== timedOut) return report as never;
      throw new PromptError('STORE_FAILED', 'the store of experiments did not respond within 12 s');
    },
    on: (_event, listener) => listeners.add(listener),
    async close() {
      apps = Math.max(0, apps - 1);
      isClosed = apps === 0;
      if (isClosed) background.cancel();
      // At once, because the hook that has the store may be closing, too; then what was recorded in this turn.
      const work = flush()
        .then(flush)
        .then(() => stops.save());
      await withinTime(work, { timeoutMs: closeTimeoutMs, clock, keepsAlive: true }).catch(() => {});
      if (buffer?.size) warn(`${buffer.size} exposures and values were not stored before the end of close()`);
    },
  };
}
