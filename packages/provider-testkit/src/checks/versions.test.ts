import type { PromptTemplate, PromptVersion } from '@prompts/core';
import { broken, mapped } from '../test-support/broken-provider.ts';
import { provesThatEachCanFail } from '../test-support/proves.ts';
import { versionChecks } from './versions.ts';

const neverRefreshes = broken(() => ({ refresh: async (_, { previous }) => previous as PromptTemplate }));

async function* reversed(versions: AsyncIterable<PromptVersion>): AsyncIterable<PromptVersion> {
  const all: PromptVersion[] = [];
  for await (const version of versions) all.push(version);
  yield* all.reverse();
}

provesThatEachCanFail(versionChecks, {
  'version-moves': [
    ['has a fixed version', mapped((template) => ({ ...template, version: '1' })), /version stayed '1'/],
    ['has a fixed text', mapped(() => ({ content: 'first\n' })), /must give the new text/],
  ],
  'version-stays': [
    [
      'has random versions',
      mapped((template) => ({ ...template, version: crypto.randomUUID() })),
      /text stayed but the version went/,
    ],
  ],
  unchanged: [
    [
      'downloads again',
      broken(({ load }) => ({ refresh: (config, { previous: _, ...context }) => load(config, context) })),
      /downloaded the text 1 time/,
    ],
    [
      'gives another version',
      broken(({ load }) => ({
        refresh: async (config, context) => ({ ...(await load(config, context)), version: crypto.randomUUID() }),
      })),
      /must return context\.previous itself/,
    ],
  ],
  'refresh-changed': [['never refreshes', neverRefreshes, /must give 'second'/]],
  history: [
    [
      'is oldest first',
      broken(({ versions }) => ({ versions: (config, context) => reversed(versions(config, context)) })),
      /newest first/,
    ],
    [
      'knows the newest only',
      broken(({ load }) => ({
        async *versions(config, context) {
          const { version = '' } = await load(config, context);
          yield { version };
        },
      })),
      /must yield at least 3, but yielded 1/,
    ],
  ],
  removed: [['clings to the past', neverRefreshes, /deleted at the source.*but it resolved/]],
});
