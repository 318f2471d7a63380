import { PromptError } from '@prompts/core';
import { type AnySource, type Check, needs, needsMethod } from '../suite/check.ts';
import { ensure } from '../suite/ensure.ts';

const concurrentLoads = 50;

export const manyChecks = [
  {
    id: 'concurrent',
    title: `loads ${concurrentLoads} prompts concurrently without mixing them up`,
    async run(source, observer) {
      const ids = await writeMany(source, concurrentLoads);
      const context = observer.context();
      const loaded = await Promise.all(ids.map((id) => source.provider.load(source.config(id), context)));
      for (const [index, id] of ids.entries()) {
        const content = loaded[index]?.content;
        ensure(
          content === textOf(id),
          `With ${concurrentLoads} concurrent loads, load() must return ${JSON.stringify(textOf(id))} for '${id}', but returned ${JSON.stringify(content)}. Don't keep the state of a load in the provider.`,
        );
      }
    },
  },
  {
    id: 'load-many',
    title: 'loadMany returns what load returns, in order, with failures as values',
    missing: needsMethod('loadMany'),
    async run(source, observer) {
      const ids = await writeMany(source, 5);
      const requested = [...ids.slice(0, 2), 'not-there', ...ids.slice(2)];
      const configs = requested.map((id) => source.config(id));
      const many = await source.provider.loadMany?.(configs, observer.context());
      ensure(
        many?.length === requested.length,
        `loadMany() must return one result for each of ${requested.length} configs, but returned ${many?.length}.`,
      );
      for (const [index, result] of many.entries()) {
        observer.record(result);
        const id = requested[index] as string;
        if (id === 'not-there') {
          const code = PromptError.isInstance(result) ? result.code : 'another value';
          ensure(
            code === 'NOT_FOUND',
            `loadMany() must return a PromptError of code NOT_FOUND as the result for a prompt that does not exist, but returned ${code}.`,
          );
          continue;
        }
        ensure(
          !PromptError.isInstance(result),
          `loadMany() must return the text of '${id}', but returned an error: ${String(result)}`,
        );
        const one = await source.provider.load(source.config(id), observer.context());
        ensure(
          result.content === one.content && result.version === one.version,
          `loadMany() must return the same text and version as load(), but for '${id}' the texts ${result.content === one.content ? 'are equal' : 'differ'}, and the version is '${one.version}' in load() and '${result.version}' in loadMany().`,
        );
      }
    },
  },
  {
    id: 'changed-since',
    title: 'changedSince returns exactly the changed prompts',
    missing: needsMethod('changedSince'),
    async run(source, observer) {
      const ids = await writeMany(source, 6);
      const context = observer.context();
      const entries = await Promise.all(
        ids.map(async (id) => {
          const config = source.config(id);
          return { config, template: await source.provider.load(config, context) };
        }),
      );
      await expectChanged([], 'nothing changed');
      await source.write(ids[1] as string, 'changed\n');
      await source.write(ids[4] as string, 'changed too\n');
      await expectChanged([1, 4], 'the prompts at indexes 1 and 4 changed');

      async function expectChanged(expected: readonly number[], situation: string) {
        const indexes = await source.provider.changedSince?.(entries, context);
        const found = [...(indexes ?? [])].sort((one, other) => one - other);
        ensure(
          found.join() === expected.join(),
          `When ${situation}, changedSince() must return the indexes [${expected}], but returned [${found}].`,
        );
      }
    },
  },
  {
    id: 'changed-since-download',
    title: 'changedSince downloads no text',
    missing: needsMethod('changedSince', 'downloads'),
    async run(source, observer) {
      await source.write('a', 'same\n');
      const config = source.config('a');
      const template = await source.provider.load(config, observer.context());
      const before = source.downloads?.() ?? 0;
      await source.provider.changedSince?.([{ config, template }], observer.context());
      const downloaded = (source.downloads?.() ?? 0) - before;
      ensure(downloaded === 0, `changedSince() must download no text, but downloaded ${downloaded}.`);
    },
  },
  {
    id: 'list',
    title: 'list returns the members of a collection as they are added, changed and removed',
    missing: (source) => needsMethod('list')(source) ?? needs('collection')(source),
    async run(source, observer) {
      const { provider } = source;
      const ids = await writeMany(source, 3);
      const config = source.collection?.();
      const first = (await provider.list?.(config, observer.context())) ?? [];
      await expectTexts(first, ids.map(textOf), 'has three prompts');
      await source.write('added', textOf('added'));
      const second = (await provider.list?.(config, { ...observer.context(), previousList: first })) ?? [];
      await expectTexts(second, [...ids, 'added'].map(textOf), 'has a new fourth prompt');
      await source.write('added', 'changed\n');
      const third = (await provider.list?.(config, { ...observer.context(), previousList: second })) ?? [];
      await expectTexts(third, [...ids.map(textOf), 'changed\n'], 'has a changed fourth prompt');
      if (source.remove === undefined) return;
      await source.remove('added');
      const last = (await provider.list?.(config, { ...observer.context(), previousList: third })) ?? [];
      await expectTexts(last, ids.map(textOf), 'no longer has the fourth prompt');

      async function expectTexts(
        members: readonly { name: string; config: unknown }[],
        expected: string[],
        situation: string,
      ) {
        const names = new Set(members.map(({ name }) => name));
        ensure(
          names.size === members.length,
          `list() must return each name once, but returned: ${members.map(({ name }) => name).join(', ')}.`,
        );
        const texts = await Promise.all(
          members.map(async (member) => (await provider.load(member.config, observer.context())).content),
        );
        ensure(
          texts.sort().join('\0') === expected.sort().join('\0'),
          `When the collection ${situation}, the members that list() returns must load ${JSON.stringify(expected)}, but they load ${JSON.stringify(texts)}.`,
        );
      }
    },
  },
  {
    id: 'list-versions',
    title: 'list returns another version of a member exactly when its text changes',
    missing: (source) => needsMethod('list')(source) ?? needs('collection')(source),
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
        const members = (await source.provider.list?.(source.collection?.(), observer.context())) ?? [];
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
  {
    id: 'describe',
    title: 'describe returns facts in order, with failures as values',
    missing: needsMethod('describe'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const facts = await source.provider.describe?.(
        [source.config('a'), source.config('not-there')],
        observer.context(),
      );
      ensure(
        facts?.length === 2,
        `describe() must return one result for each of 2 configs, but returned ${facts?.length}.`,
      );
      ensure(
        !PromptError.isInstance(facts[0]),
        `describe() must return the facts of a prompt that load() can read, but returned an error: ${String(facts[0])}`,
      );
      ensure(
        PromptError.isInstance(facts[1]),
        'describe() must return a PromptError as the result for a prompt that does not exist.',
      );
      for (const fact of facts) observer.record(fact);
    },
  },
] as const satisfies readonly Check[];

const textOf = (id: string): string => `This is the prompt ${id}.\n`;

async function writeMany(source: AnySource, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `prompt-${index}`);
  for (const id of ids) await source.write(id, textOf(id));
  return ids;
}
