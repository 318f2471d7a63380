import { testProvider } from './suite/test-provider.ts';
import { sampleSource } from './test-support/sample-source.ts';

testProvider({
  name: 'sample',
  create: () => sampleSource(),
  cannot: { 'malformed-json': 'the sample reads plain text, to which broken JSON is a text like any other' },
});
