import type { ListedPrompt } from '@prompts/core';
import { type AnySource, type Check, needs, needsMethod } from '../suite/check.ts';
import { collectionOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import type { Observer } from '../suite/observer.ts';
import { severalPages, textOf, writeMany } from './write-many.ts';

const needsCollection = (source: AnySource) => needsMethod('list', 'collection')(source);

type Listing = readonly ListedPrompt[];

export const collectionChecks = [
  {
    id: 'list',
    title: `list returns the ${severalPages} members of a collection as they are added, changed and removed`,
    missing: needsCollection,
    async run(source, observer) {
      const ids = await writeMany(source, severalPages);
      const list = await createList(source, observer);
      const first = await list(ids.length, undefined, `has ${ids.length} prompts`);
      await expectTexts(source, observer, first, ids.map(textOf));
      await source.write('added', textOf('added'));
      const second = await list(ids.length + 1, first, 'has one more prompt');
      await expectTexts(source, observer, second, [...ids, 'added'].map(textOf));
      await source.write('added', 'changed\n');
      const third = await list(ids.length + 1, second, 'has a changed prompt');
      await expectTexts(source, observer, third, [...ids.map(textOf), 'changed\n']);
    },
  },
  {
    id: 'list-removed',
    title: 'list does not return deleted members',
    missing: (source) => needsCollection(source) ?? needs('remove')(source),
    async run(source, observer) {
      const ids = await writeMany(source, 4);
      const list = await createList(source, observer);
      const before = await list(ids.length, undefined, `has ${ids.length} prompts`);
      for (const id of [ids[0], ids[2]]) await source.remove?.(id as string);
      const remaining = [ids[1], ids[3]].map((id) => textOf(id as string));
      for (const previousList of [before, undefined]) {
        const after = await list(2, previousList, 'had 4 prompts, and 2 were deleted');
        await expectTexts(source, observer, after, remaining);
      }
      for (const { config, name } of before) {
        const outcome = await observer.settle(
          source.provider.load(config, observer.context()),
          'a member may have been deleted',
        );
        ensure(
          outcome.status === 'rejected' || remaining.includes(outcome.value.content),
          `load() must reject with NOT_FOUND for the deleted member '${name}', but returned its text.`,
        );
      }
    },
  },
  {
    id: 'list-versions',
    title: 'list returns another version of a member exactly when its text changes',
    missing: needsCollection,
    async run(source, observer) {
      const [unchanged = '', changed = ''] = await writeMany(source, 2);
      const before = await readVersions();
      if (before.get(textOf(unchanged)) === undefined) return;
      await source.write(changed, 'changed\n');
      const after = await readVersions();
      ensure(
        before.get(textOf(unchanged)) === after.get(textOf(unchanged)),
        'list() must return the same version for a member that did not change. Otherwise core loads it again.',
      );
      ensure(
        before.get(textOf(changed)) !== after.get('changed\n'),
        'list() must return another version for a member whose text changed. Core finds changed members only by their version.',
      );

      async function readVersions() {
        const members = (await source.provider.list?.(await collectionOf(source), observer.context())) ?? [];
        return new Map(
          await Promise.all(
            members.map(async (member): Promise<[string, string | undefined]> => {
              const { content } = await source.provider.load(member.config, observer.context());
              return [content, member.version];
            }),
          ),
        );
      }
    },
  },
] as const satisfies readonly Check[];

async function createList(source: AnySource, observer: Observer) {
  const collection = await collectionOf(source);
  return async (expected: number, previousList: Listing | undefined, situation: string): Promise<Listing> => {
    const members =
      (await source.provider.list?.(collection, { ...observer.context(), ...(previousList && { previousList }) })) ??
      [];
    const names = members.map(({ name }) => name);
    ensure(
      members.length === expected,
      `When the collection ${situation}, list() must return ${expected} members, but returned ${members.length}. Request all pages.`,
    );
    ensure(
      new Set(names).size === members.length,
      `list() must return each name once, but returned: ${names.slice(0, 10).join(', ')}.`,
    );
    for (const { template } of members) observer.record(template);
    return members;
  };
}

async function expectTexts({ provider }: AnySource, observer: Observer, members: Listing, expected: readonly string[]) {
  // Loading all of them would take too long for a source that limits its rate.
  const loaded = members.length > 10 ? [...members.slice(0, 4), ...members.slice(-4)] : members;
  const texts = await Promise.all(
    loaded.map(async ({ config, name, template }) => {
      const { content } = await provider.load(config, observer.context());
      ensure(
        template === undefined || template.content === content,
        `list() must return the text of '${name}' that load() returns, or none, but returned ${JSON.stringify(template?.content)} instead of ${JSON.stringify(content)}.`,
      );
      return content;
    }),
  );
  const unexpected = texts.find((text) => !expected.includes(text));
  ensure(
    unexpected === undefined && new Set(texts).size === texts.length,
    `The members that list() returns must load the texts of the collection, each once, but one loads ${JSON.stringify(unexpected ?? texts.find((text, index) => texts.indexOf(text) !== index))}.`,
  );
}
