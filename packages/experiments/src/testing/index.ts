export { type ExperimentStoreUnderTest, testExperimentStore } from './test-experiment-store.ts';
