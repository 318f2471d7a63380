/**
 * Every name that a backend of OpenTelemetry sees. Names that begin with `gen_ai.` or `feature_flag.` are from its semantic
 * conventions, where both groups have the status "Development"; names that begin with `prompts.` are ours.
 * - https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/registry/attributes/gen-ai.md
 * - https://opentelemetry.io/docs/specs/semconv/registry/attributes/feature-flag/
 */
export const scopeName = '@prompts/analytics';

export const counters = {
  reads: { name: 'prompts.reads', unit: '{read}', description: 'How often a version of a prompt was served.' },
  exposures: {
    name: 'prompts.exposures',
    unit: '{exposure}',
    description: 'How often a unit was first served a variant of an experiment by a process.',
  },
} as const;

export const changeEventName = 'prompts.change';

export const attributes = {
  promptName: 'gen_ai.prompt.name',
  promptVersion: 'gen_ai.prompt.version',
  promptHash: 'prompts.hash',
  previousVersion: 'prompts.previous_version',
  state: 'prompts.state',
  experiment: 'feature_flag.key',
  variant: 'feature_flag.result.variant',
} as const;
