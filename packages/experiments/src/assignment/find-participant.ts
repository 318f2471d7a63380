import type { Experiment } from '../definition/experiment.ts';
import type { Context } from '../definition/experiment-definition.ts';
import { isInNamespace } from './is-in-namespace.ts';
import { toUnit } from './to-unit.ts';

/** A unit that takes part in an experiment. */
export interface Participant {
  readonly experiment: Experiment;
  readonly unit: string;
}

const noContext: Context = {};

/**
 * Returns the unit of a read if it takes part in the experiment; undefined otherwise.
 * @param onProblem Called if the context or `when` is unusable.
 */
export function findParticipant(
  experiment: Experiment,
  context: Context | null | undefined,
  onProblem: (experiment: Experiment, problem: string) => void,
): Participant | undefined {
  const { isActive, unitKey, namespace, when } = experiment;
  if (!isActive) return undefined;
  const value = (context ?? noContext)[unitKey];
  const unit = toUnit(value);
  if (unit === undefined) {
    if (value !== undefined && value !== null && value !== '') {
      onProblem(
        experiment,
        `context.${unitKey} must be a non-empty string or a finite number, but is ${describe(value)}`,
      );
    }
    return undefined;
  }
  if (namespace && !isInNamespace(unit, namespace)) return undefined;
  if (when === undefined) return { experiment, unit };
  try {
    const isIn: unknown = when(context ?? noContext);
    if (typeof isIn !== 'boolean')
      onProblem(experiment, `when() must return true or false, but returned ${describe(isIn)}`);
    return isIn === true ? { experiment, unit } : undefined;
  } catch {
    onProblem(experiment, 'when() threw an error');
    return undefined;
  }
}

function describe(value: unknown): string {
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
