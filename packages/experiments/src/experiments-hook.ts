import type { PromptHook } from '@prompts/core';
import type { Outcome } from './definition/check-outcome.ts';
import type { Context, ExperimentDefinitions, MetricName, VariantName } from './definition/experiment-definition.ts';
import type { ExperimentReport } from './report/experiment-report.ts';
import type { ExperimentStop } from './store/experiment-store.ts';

/** The variant of a unit, and the prompt that it serves. */
export interface Assignment<VariantNames extends string = string> {
  readonly variant: VariantNames;
  readonly prompt: string;
}

/** The events of experiments. */
export interface ExperimentEvents {
  /** A guardrail has stopped an experiment. From now on, the control serves everybody. */
  readonly stopped: ExperimentStop;
}

/** Runs A/B tests of prompts. A hook: pass it to `createPrompts({ hooks: [tests] })`. */
export interface Experiments<Definitions extends ExperimentDefinitions = ExperimentDefinitions>
  extends Omit<PromptHook, 'close'> {
  readonly names: readonly string[];
  /**
   * Returns the variant of a unit, without counting it. While an experiment is stopped, that is the control.
   * @param context As for `prompts.get`.
   * @returns undefined if the unit does not take part: the app serves it the control.
   * @throws `CONFIG_INVALID` for an unknown experiment.
   */
  assign<Name extends keyof Definitions & string>(
    experiment: Name,
    context: Context,
  ): Assignment<VariantName<Definitions[Name]>> | undefined;
  /**
   * Records a value of a metric for a unit. Values from before the unit's first exposure don't count. The values of a unit are added.
   * @throws `CONFIG_INVALID` for an unknown experiment or metric, a missing unit, or a value that is not a finite number;
   * `CLOSED` after `close()`.
   * @example
   * ```ts
   * tests.record('support-tone', { unit: user.id, metric: 'resolved', value: 1 });
   * ```
   */
  record<Name extends keyof Definitions & string>(
    experiment: Name,
    outcome: Outcome<MetricName<Definitions[Name]>>,
  ): void;
  /**
   * Stores what was recorded, and compares the variants. May be called at any time, as often as you like.
   * @throws `CONFIG_INVALID` for an unknown experiment, `STORE_FAILED` or the error of the store.
   */
  report<Name extends keyof Definitions & string>(
    experiment: Name,
  ): Promise<ExperimentReport<VariantName<Definitions[Name]>, MetricName<Definitions[Name]>>>;
  /** Subscribes to an event. A listener that throws affects nobody else. @returns The function that unsubscribes. */
  on<Event extends keyof ExperimentEvents>(
    event: Event,
    listener: (event: ExperimentEvents[Event]) => void,
  ): () => void;
  /** Stores what was recorded, and ends counting. Called by `prompts.close()`. Takes at most 5 seconds, and never rejects. */
  close(): Promise<void>;
}
