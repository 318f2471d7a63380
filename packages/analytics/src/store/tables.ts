/** The names of the package's tables. */
export const tables = {
  /** One row: the version of the schema, and the number of erasures. */
  state: 'prompt_usage_state',
  /** The ids of flushes that were committed, in case their confirmation was lost. */
  flushes: 'prompt_usage_flushes',
  /** Reads per hour, prompt, version, state and values of dimensions. */
  usage: 'prompt_usage',
  dimensions: 'prompt_usage_dimensions',
  measures: 'prompt_usage_measures',
  erasures: 'prompt_usage_erasures',
  exposures: 'prompt_experiment_exposures',
  values: 'prompt_experiment_values',
  stops: 'prompt_experiment_stops',
} as const;
