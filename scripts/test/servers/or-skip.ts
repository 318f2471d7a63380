export { orSkip } from '../../../packages/bus-kit/src/testing/or-skip.ts';
