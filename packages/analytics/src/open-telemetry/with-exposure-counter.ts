import type { ExperimentStore } from '../experiment-store.ts';
import { loadOpenTelemetryApi } from './load-api.ts';
import { attributes, counters, scopeName } from './names.ts';

/**
 * Returns a store that also adds exposures to the counter `prompts.exposures`, once they are stored. Units are left out: they may
 * identify persons, and each would be a time series of its own.
 */
export function withExposureCounter(store: ExperimentStore): ExperimentStore {
  return {
    ...store,
    async add(batch) {
      await store.add(batch);
      const meter = loadOpenTelemetryApi()?.metrics.getMeter(scopeName);
      const counter = meter?.createCounter(counters.exposures.name, counters.exposures);
      for (const { experiment, variant } of batch.exposures) {
        counter?.add(1, { [attributes.experiment]: experiment, [attributes.variant]: variant });
      }
    },
  };
}
