export { type SampleRatio, sampleRatio } from './sample-ratio.ts';
export { type Sample, type SequentialTest, type SequentialTestOptions, sequentialTest } from './sequential-test.ts';
