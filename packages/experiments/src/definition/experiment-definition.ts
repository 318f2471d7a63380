/** Data that the app passes with a read, as in `prompts.get(name, { context })`. */
export type Context = Readonly<Record<string, unknown>>;

/** An outcome that variants are compared by. */
export interface Metric {
  /** `proportion`: the share of units with a value above 0. `mean`: the mean of what the values of each unit add up to. */
  readonly kind: 'proportion' | 'mean';
  /** Which direction is an improvement. */
  readonly better: 'higher' | 'lower';
  /** Whether the experiment stops if a variant is significantly worse than the control. Default false. */
  readonly guardrail?: boolean | undefined;
}

/** A slice of all units. Experiments with slices of one namespace that do not overlap share no unit. */
export interface Namespace {
  readonly id: string;
  /** Included; from 0 to 1. */
  readonly from: number;
  /** Not included; from 0 to 1. */
  readonly to: number;
}

/** An A/B test of a prompt. */
export interface ExperimentDefinition {
  /** The name that the app reads. */
  readonly prompt: string;
  /** The prompt that each variant serves, by the name of the variant. Prompts may have any source. */
  readonly variants: Readonly<Record<string, string>>;
  /** The variant that the others are compared with, and that is served to units that do not take part. Default: the first one. */
  readonly control?: string | undefined;
  /** The share of each variant. They sum to 1. Default: equal shares. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
  /** The share of all units that takes part, from 0 to 1. Default 1. */
  readonly coverage?: number | undefined;
  /** The key of the context whose value, a non-empty string or a finite number, decides the variant. */
  readonly unit: string;
  /** A different seed assigns the units anew, and begins a new count. Default: the name of the experiment. */
  readonly seed?: string | undefined;
  readonly namespace?: Namespace | undefined;
  /** Whether a unit takes part. It must return true or false, and the same for every read of a unit. */
  readonly when?: ((context: Context) => boolean) | undefined;
  /** False ends the experiment: its prompt is served as if the experiment did not exist. Default true. */
  readonly active?: boolean | undefined;
  readonly metrics?: Readonly<Record<string, Metric>> | undefined;
}

/** The definitions of experiments by name. */
export type ExperimentDefinitions = Readonly<Record<string, ExperimentDefinition>>;

/** The names of the variants of an experiment. */
export type VariantName<Definition> = Definition extends { readonly variants: infer Variants }
  ? keyof Variants & string
  : never;

/** The names of the metrics of an experiment. */
export type MetricName<Definition> = Definition extends { readonly metrics?: infer Metrics }
  ? keyof NonNullable<Metrics> & string
  : never;

/** Weights whose names are known only at run time are checked then. */
type CheckedWeights<Given, Weights> = string extends keyof Weights
  ? Weights
  : Readonly<Record<VariantName<Given>, number>> & {
      readonly [Extra in Exclude<keyof Weights, VariantName<Given>>]: never;
    };

type CheckedMetrics<Metrics> = { readonly [Name in keyof Metrics]: Metrics[Name] & Exactly<Metrics[Name], Metric> };

type CheckedField<Given, Key, Field> = Key extends 'weights'
  ? CheckedWeights<Given, Field>
  : Key extends 'control'
    ? string extends Field
      ? Field
      : VariantName<Given>
    : Key extends 'metrics'
      ? CheckedMetrics<Field>
      : Key extends keyof ExperimentDefinition
        ? Field
        : never;

type CheckedDefinition<Given> = {
  readonly [Key in keyof Given]:
    | CheckedField<Given, Key, Exclude<Given[Key], undefined>>
    | Extract<Given[Key], undefined>;
};

type Exactly<Given, Allowed> = { readonly [Key in Exclude<keyof Given, keyof Allowed>]: never };

/** The type that definitions must have: weights and control name variants, and no key is misspelt. */
export type CheckedDefinitions<Definitions> = {
  readonly [Name in keyof Definitions]: CheckedDefinition<Definitions[Name]>;
};
