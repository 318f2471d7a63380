import type { PromptTemplate, PromptVersion } from '@prompts/core';
import { breakProvider, mapTemplates } from '../test-support/break-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { versionChecks } from './versions.ts';

const neverRefreshes = breakProvider(() => ({ refresh: async (_, { previous }) => previous as PromptTemplate }));

async function* reverse(versions: AsyncIterable<PromptVersion>): AsyncIterable<PromptVersion> {
  const all: PromptVersion[] = [];
  for await (const version of versions) all.push(version);
  yield* all.reverse();
}

testThatChecksCanFail(versionChecks, {
  'version-moves': [
    [
      'always returns the same version',
      mapTemplates((template) => ({ ...template, version: '1' })),
      /still returned '1'/,
    ],
    ['always returns the same text', mapTemplates(() => ({ content: 'first\n' })), /must return the new text/],
  ],
  'version-stays': [
    [
      'returns random versions',
      mapTemplates((template) => ({ ...template, version: crypto.randomUUID() })),
      /must return the same version/,
    ],
  ],
  unchanged: [
    [
      'downloads again',
      breakProvider(({ load }) => ({ refresh: (config, { previous: _, ...context }) => load(config, context) })),
      /must download no text, but it downloaded 1/,
    ],
    [
      'returns another version',
      breakProvider(({ load }) => ({
        refresh: async (config, context) => ({ ...(await load(config, context)), version: crypto.randomUUID() }),
      })),
      /must return context\.previous/,
    ],
  ],
  'refresh-changed': [['never refreshes', neverRefreshes, /must return "second/]],
  'refresh-restored': [
    [
      'knows only templates that it created',
      breakProvider(({ load, refresh }) => {
        const created = new WeakSet<object>();
        return {
          load: async (config, context) => {
            const template = await load(config, context);
            created.add(template);
            return template;
          },
          refresh: async (config, context) =>
            created.has(context.previous ?? {}) ? refresh(config, context) : (context.previous as PromptTemplate),
        };
      }),
      /restored from JSON and the source has "second.*must return that text, but returned "first/,
    ],
  ],
  history: [
    [
      'yields the oldest version first',
      breakProvider(({ versions }) => ({ versions: (config, context) => reverse(versions(config, context)) })),
      /newest version first/,
    ],
    [
      'yields only the newest version',
      breakProvider(({ load }) => ({
        async *versions(config, context) {
          const { version = '' } = await load(config, context);
          yield { version };
        },
      })),
      /must yield at least 3 versions, but yielded 1/,
    ],
  ],
  removed: [
    ['keeps deleted prompts', neverRefreshes, /deleted at the source and refresh\(\) is called.*but it resolved/],
    [
      'remembers texts',
      breakProvider(({ load }) => {
        let last: PromptTemplate;
        return {
          load: (config, context) =>
            load(config, context).then(
              (template) => {
                last = template;
                return template;
              },
              () => last,
            ),
        };
      }),
      /deleted at the source and load\(\) is called.*but it resolved/,
    ],
  ],
});
