import { breakProvider, type Provider } from '../test-support/break-provider.ts';
import type { SampleConfig } from '../test-support/sample-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { manyChecks } from './many.ts';

function remembersOneConfig(): Provider {
  let current: SampleConfig;
  return breakProvider(({ load }) => ({
    async load(config, context) {
      current = config;
      await Promise.resolve();
      return load(current, context);
    },
  }));
}

testThatChecksCanFail(manyChecks, {
  concurrent: [['mixes up loads', remembersOneConfig(), /Don't keep the state of a load/]],
  'load-many': [
    [
      'returns results out of order',
      breakProvider(({ loadMany }) => ({
        loadMany: async (configs, context) => {
          const [first, second, ...others] = await loadMany(configs, context);
          return [second, first, ...others].flatMap((result) => result ?? []);
        },
      })),
      /in the order of the configs/,
    ],
    [
      'omits failures',
      breakProvider(({ loadMany }) => ({
        loadMany: async (configs, context) =>
          (await loadMany(configs, context)).filter((result) => 'content' in result),
      })),
      /one result for each of 102 configs, but returned 101/,
    ],
    [
      'returns the first page only',
      breakProvider(({ loadMany }) => ({
        loadMany: (configs, context) => loadMany(configs.slice(0, 100), context),
      })),
      /one result for each of 102 configs, but returned 100/,
    ],
    [
      'returns other versions than load',
      breakProvider(({ loadMany }) => ({
        loadMany: async (configs, context) =>
          (await loadMany(configs, context)).map((result) =>
            'content' in result ? { ...result, version: result.content } : result,
          ),
      })),
      /must return the same version as load/,
    ],
    [
      'throws if one prompt fails',
      breakProvider(({ load }) => ({
        loadMany: (configs, context) => Promise.all(configs.map((config) => load(config, context))),
      })),
      /answered 404/,
    ],
  ],
  describe: [
    [
      'omits failures',
      breakProvider(({ describe }) => ({
        describe: async (configs, context) => (await describe(configs, context)).slice(0, 1),
      })),
      /each of 2 configs, but returned 1/,
    ],
    [
      'invents facts',
      breakProvider(() => ({ describe: async (configs) => configs.map(() => ({ version: '1' })) })),
      /PromptError as the result for a prompt that does not exist/,
    ],
  ],
});
