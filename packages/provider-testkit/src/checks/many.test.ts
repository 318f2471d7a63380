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
      /must return the same text and version as load/,
    ],
    [
      'omits failures',
      breakProvider(({ loadMany }) => ({
        loadMany: async (configs, context) =>
          (await loadMany(configs, context)).filter((result) => 'content' in result),
      })),
      /one result for each of 6 configs, but returned 5/,
    ],
    [
      'throws if one prompt fails',
      breakProvider(({ load }) => ({
        loadMany: (configs, context) => Promise.all(configs.map((config) => load(config, context))),
      })),
      /answered 404/,
    ],
  ],
  'changed-since': [
    [
      'returns all indexes',
      breakProvider(() => ({ changedSince: async (entries) => entries.map((_, index) => index) })),
      /nothing changed.*but returned \[0,1,2,3,4,5\]/,
    ],
    ['returns no index', breakProvider(() => ({ changedSince: async () => [] })), /\[1,4\], but returned \[\]/],
  ],
  'changed-since-download': [
    [
      'downloads texts',
      breakProvider(({ load }) => ({
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
      'returns the previous list',
      breakProvider(({ list }) => ({ list: async (config, context) => context.previousList ?? list(config, context) })),
      /has a new fourth prompt/,
    ],
    [
      'returns the same name for all members',
      breakProvider(({ list }) => ({
        list: async (config, context) => (await list(config, context)).map((member) => ({ ...member, name: 'same' })),
      })),
      /each name once/,
    ],
  ],
  'list-versions': [
    [
      'never changes versions',
      breakProvider(({ list }) => ({
        list: async (config, context) => (await list(config, context)).map((member) => ({ ...member, version: '1' })),
      })),
      /must return another version/,
    ],
    [
      'returns random versions',
      breakProvider(({ list }) => ({
        list: async (config, context) =>
          (await list(config, context)).map((member) => ({ ...member, version: crypto.randomUUID() })),
      })),
      /must return the same version/,
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
