import { broken, type Provider } from '../test-support/broken-provider.ts';
import { provesThatEachCanFail } from '../test-support/proves.ts';
import type { SampleConfig } from '../test-support/sample-provider.ts';
import { manyChecks } from './many.ts';

function remembersOneConfig(): Provider {
  let current: SampleConfig;
  return broken(({ load }) => ({
    async load(config, context) {
      current = config;
      await Promise.resolve();
      return load(current, context);
    },
  }));
}

provesThatEachCanFail(manyChecks, {
  concurrent: [['mixes up loads', remembersOneConfig(), /Keep no state of a load/]],
  'load-many': [
    [
      'is out of order',
      broken(({ loadMany }) => ({
        loadMany: async (configs, context) => {
          const [first, second, ...others] = await loadMany(configs, context);
          return [second, first, ...others].flatMap((result) => result ?? []);
        },
      })),
      /must equal load/,
    ],
    [
      'leaves out failures',
      broken(({ loadMany }) => ({
        loadMany: async (configs, context) =>
          (await loadMany(configs, context)).filter((result) => 'content' in result),
      })),
      /of 6 configs must give as many results, but gave 5/,
    ],
    [
      'throws for one',
      broken(({ load }) => ({
        loadMany: (configs, context) => Promise.all(configs.map((config) => load(config, context))),
      })),
      /answered 404/,
    ],
  ],
  'changed-since': [
    [
      'suspects all',
      broken(() => ({ changedSince: async (entries) => entries.map((_, index) => index) })),
      /nothing changed.*but gave \[0,1,2,3,4,5\]/,
    ],
    ['suspects none', broken(() => ({ changedSince: async () => [] })), /\[1,4\], but gave \[\]/],
  ],
  'changed-since-download': [
    [
      'downloads',
      broken(({ load }) => ({
        async changedSince(entries, { previous: _, ...context }) {
          for (const { config } of entries) await load(config, context);
          return [];
        },
      })),
      /but downloaded 1/,
    ],
  ],
  list: [
    [
      'repeats itself',
      broken(({ list }) => ({ list: async (config, context) => context.previousList ?? list(config, context) })),
      /got a fourth prompt/,
    ],
    [
      'gives one name to all',
      broken(({ list }) => ({
        list: async (config, context) => (await list(config, context)).map((member) => ({ ...member, name: 'same' })),
      })),
      /each name once/,
    ],
  ],
  'list-versions': [
    [
      'has fixed versions',
      broken(({ list }) => ({
        list: async (config, context) => (await list(config, context)).map((member) => ({ ...member, version: '1' })),
      })),
      /must have another version/,
    ],
    [
      'has random versions',
      broken(({ list }) => ({
        list: async (config, context) =>
          (await list(config, context)).map((member) => ({ ...member, version: crypto.randomUUID() })),
      })),
      /must keep its version/,
    ],
  ],
  describe: [
    [
      'leaves out failures',
      broken(({ describe }) => ({
        describe: async (configs, context) => (await describe(configs, context)).slice(0, 1),
      })),
      /2 results, but gave 1/,
    ],
    [
      'makes up facts',
      broken(() => ({ describe: async (configs) => configs.map(() => ({ version: '1' })) })),
      /PromptError as the value of a member that is not there/,
    ],
  ],
});
