import { fnv } from '../assignment/fnv.ts';
import { type Range, rangesOf } from '../assignment/ranges-of.ts';
import type { Context, ExperimentDefinition, Metric, Namespace } from './experiment-definition.ts';

/** One of the texts that an experiment compares. */
export interface Variant {
  readonly name: string;
  readonly prompt: string;
  readonly weight: number;
}

/** An experiment as reads need it: everything that can be is computed before. */
export interface Experiment {
  readonly name: string;
  readonly prompt: string;
  readonly seed: string;
  readonly seedHash: number;
  readonly unitKey: string;
  /** In the order of the definition. */
  readonly variants: readonly Variant[];
  readonly control: Variant;
  /** A range for each variant. */
  readonly ranges: readonly Range[];
  readonly namespace: Namespace | undefined;
  readonly when: ((context: Context) => boolean) | undefined;
  readonly isActive: boolean;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly hasGuardrail: boolean;
}

export function createExperiment(name: string, definition: ExperimentDefinition): Experiment {
  const { prompt, weights, coverage, unit, seed = name, namespace, when, active = true, metrics = {} } = definition;
  const names = Object.keys(definition.variants);
  const variants = names.map((variant) => ({
    name: variant,
    prompt: definition.variants[variant] as string,
    weight: weights?.[variant] ?? 1 / names.length,
  }));
  const control = variants.find((variant) => variant.name === definition.control) ?? (variants[0] as Variant);
  return {
    name,
    prompt,
    seed,
    seedHash: fnv(seed),
    unitKey: unit,
    variants,
    control,
    ranges: rangesOf(
      variants.map(({ weight }) => weight),
      coverage,
    ),
    namespace,
    when,
    isActive: active,
    metrics: new Map(Object.entries(metrics)),
    hasGuardrail: Object.values(metrics).some(({ guardrail }) => guardrail),
  };
}
