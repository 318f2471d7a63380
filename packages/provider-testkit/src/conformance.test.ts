import { testProvider } from './suite/test-provider.ts';
import { startSampleSource } from './test-support/sample-source.ts';

testProvider({
  name: 'sample',
  create: () => startSampleSource(),
});
