import type { PromptTemplate } from '@prompts/core';
import { breakProvider } from '../test-support/break-provider.ts';
import { type SampleConfig, sampleProvider } from '../test-support/sample-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { collectionChecks } from './collections.ts';

testThatChecksCanFail(collectionChecks, {
  list: [
    [
      'returns the previous list',
      breakProvider(({ list }) => ({ list: async (config, context) => context.previousList ?? list(config, context) })),
      /has one more prompt, list\(\) must return 102 members, but returned 101/,
    ],
    [
      'returns the same name for all members',
      breakProvider(({ list }) => ({
        list: async (config, context) => (await list(config, context)).map((member) => ({ ...member, name: 'same' })),
      })),
      /each name once/,
    ],
    [
      'returns the first page only',
      breakProvider(({ list }) => ({ list: async (config, context) => (await list(config, context)).slice(0, 100) })),
      /has 101 prompts, list\(\) must return 101 members, but returned 100. Request all pages/,
    ],
    [
      'returns a changed member with its former text',
      breakProvider(({ list, load }) => ({
        list: async (config, context) => {
          const known = new Map(context.previousList?.map((member) => [member.name, member]));
          const members = await list(config, context);
          return Promise.all(
            members.map(
              async (member) => known.get(member.name) ?? { ...member, template: await load(member.config, context) },
            ),
          );
        },
      })),
      /must return the text of 'added' that load\(\) returns/,
    ],
    [
      'gives all members the same config',
      breakProvider(({ list }) => ({
        list: async (config, context) => {
          const members = await list(config, context);
          return members.map((member) => ({ ...member, config: members[0]?.config as SampleConfig }));
        },
      })),
      /each once/,
    ],
  ],
  'list-removed': [
    [
      'keeps members of the previous list',
      breakProvider(({ list }) => ({
        list: async (config, context) => {
          const members = await list(config, context);
          const names = new Set(members.map(({ name }) => name));
          return [...members, ...(context.previousList ?? []).filter(({ name }) => !names.has(name))];
        },
      })),
      /2 were deleted, list\(\) must return 2 members, but returned 4/,
    ],
    [
      'loads deleted members',
      breakProvider(({ load }) => {
        const texts = new Map<string, PromptTemplate>();
        return {
          load: async (config, context) => {
            const template = await load(config, context).catch((error: unknown) => {
              const known = texts.get(config.url);
              if (known === undefined) throw error;
              return known;
            });
            texts.set(config.url, template);
            return template;
          },
          list: async (config, context) => {
            const members = await sampleProvider().list?.(config, context);
            for (const member of members ?? []) texts.set(member.config.url, await load(member.config, context));
            return members ?? [];
          },
        };
      }),
      /NOT_FOUND for the deleted member 'prompt-\d', but returned its text/,
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
});
