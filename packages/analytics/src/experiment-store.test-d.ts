import { type ExperimentStore, experiments } from '@prompts/experiments';
import { expectTypeOf, test } from 'vitest';
import { analytics } from './analytics.ts';
import type { ExperimentStore as StoreOfUsage } from './experiment-store.ts';

const usage = analytics({ store: 'sqlite:./usage.db', dimensions: ['team'], hashKey: () => 'key' });

test('the store is one for experiments, without a cast', () => {
  const store: ExperimentStore = usage.experimentStore();
  expectTypeOf(usage.experimentStore()).toExtend<ExperimentStore>();
  expectTypeOf<ExperimentStore>().toExtend<StoreOfUsage>();
  experiments({}, { store });
  experiments({}, { usage });
});
