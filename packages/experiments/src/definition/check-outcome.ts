import type { PromptIssue } from '@prompts/core';
import { toUnit } from '../assignment/to-unit.ts';
import { throwIssues } from './check-definitions.ts';
import type { Experiment } from './experiment.ts';
import type { Context } from './experiment-definition.ts';

/** One value of a metric. */
export interface Outcome<MetricNames extends string = string> {
  /** The unit: a non-empty string or a finite number. */
  readonly unit?: string | number | undefined;
  /** The context of the read, from which the unit is taken. */
  readonly context?: Context | undefined;
  readonly metric: MetricNames;
  /** A finite number. A metric of the kind `proportion` counts units with a value above 0. */
  readonly value: number;
}

/** Returns the unit of an outcome. @throws PromptError `CONFIG_INVALID`, which names every mistake. */
export function checkOutcome({ name, unitKey, metrics }: Experiment, outcome: Outcome): string {
  const { unit: given, context, metric, value } = outcome ?? {};
  const unit = toUnit(given === undefined ? context?.[unitKey] : given);
  const issues: PromptIssue[] = [];
  if (unit === undefined) {
    const message = `pass a non-empty string or a finite number, or a context with '${unitKey}'`;
    issues.push({ path: 'unit', message });
  }
  if (!metrics.has(metric)) {
    const known = Array.from(metrics.keys(), (each) => `'${each}'`).join(', ') || 'none';
    issues.push({ path: 'metric', message: `'${metric}' is not a metric of this experiment: defined are ${known}` });
  }
  if (!Number.isFinite(value)) issues.push({ path: 'value', message: 'must be a finite number' });
  throwIssues(`Invalid outcome for the experiment '${name}'`, issues);
  return unit as string;
}
