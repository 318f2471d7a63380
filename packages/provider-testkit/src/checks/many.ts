import { PromptError } from '@prompts/core';
import { type AnySource, type Check, ensure, needs, needsMethod } from '../suite/check.ts';

const concurrent = 50;

export const manyChecks = [
  {
    id: 'concurrent',
    title: `loads ${concurrent} prompts at once without mixing them up`,
    async run(source, observer) {
      const ids = await writeMany(source, concurrent);
      const context = observer.context();
      const loaded = await Promise.all(ids.map((id) => source.provider.load(source.config(id), context)));
      for (const [index, id] of ids.entries()) {
        const content = loaded[index]?.content;
        ensure(
          content === textOf(id),
          `${concurrent} loads at once: '${id}' must give ${JSON.stringify(textOf(id))}, but gave ${JSON.stringify(content)}. Keep no state of a load in the provider.`,
        );
      }
    },
  },
  {
    id: 'load-many',
    title: 'loadMany gives what load gives, in order, a failure as a value',
    missing: needsMethod('loadMany'),
    async run(source, observer) {
      const ids = await writeMany(source, 5);
      const asked = [...ids.slice(0, 2), 'not-there', ...ids.slice(2)];
      const configs = asked.map((id) => source.config(id));
      const many = await source.provider.loadMany?.(configs, observer.context());
      ensure(
        many?.length === asked.length,
        `loadMany() of ${asked.length} configs must give as many results, but gave ${many?.length}.`,
      );
      for (const [index, result] of many.entries()) {
        observer.saw(result);
        const id = asked[index] as string;
        if (id === 'not-there') {
          const code = PromptError.isInstance(result) ? result.code : 'no PromptError';
          ensure(
            code === 'NOT_FOUND',
            `loadMany() must give a PromptError (NOT_FOUND) as the value of a member that is not there, but gave ${code}.`,
          );
          continue;
        }
        ensure(
          !PromptError.isInstance(result),
          `loadMany() failed for '${id}', which load() can read: ${String(result)}`,
        );
        const one = await source.provider.load(source.config(id), observer.context());
        ensure(
          result.content === one.content && result.version === one.version,
          `loadMany() must equal load(): '${id}' is version ${one.version} by load() but ${result.version} by loadMany(), or its text differs.`,
        );
      }
    },
  },
  {
    id: 'changed-since',
    title: 'changedSince finds exactly what changed',
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
      await expectChanged([1, 4], 'numbers 1 and 4 were changed');

      async function expectChanged(expected: readonly number[], situation: string) {
        const indexes = await source.provider.changedSince?.(entries, context);
        const found = [...(indexes ?? [])].sort((one, other) => one - other);
        ensure(
          found.join() === expected.join(),
          `Of 6 entries ${situation}: changedSince() must give the indexes [${expected}], but gave [${found}].`,
        );
      }
    },
  },
  {
    id: 'changed-since-download',
    title: 'changedSince moves no text',
    missing: needsMethod('changedSince', 'downloads'),
    async run(source, observer) {
      await source.write('a', 'same\n');
      const config = source.config('a');
      const template = await source.provider.load(config, observer.context());
      const before = source.downloads?.() ?? 0;
      await source.provider.changedSince?.([{ config, template }], observer.context());
      const moved = (source.downloads?.() ?? 0) - before;
      ensure(moved === 0, `changedSince() only asks whether texts changed, but downloaded ${moved}.`);
    },
  },
  {
    id: 'list',
    title: 'list gives what a collection holds, as it comes and goes',
    missing: (source) => needsMethod('list')(source) ?? needs('collection')(source),
    async run(source, observer) {
      const { provider } = source;
      const ids = await writeMany(source, 3);
      const config = source.collection?.();
      const first = (await provider.list?.(config, observer.context())) ?? [];
      await expectTexts(first, ids.map(textOf), 'holds three prompts');
      await source.write('added', textOf('added'));
      const second = (await provider.list?.(config, { ...observer.context(), previousList: first })) ?? [];
      await expectTexts(second, [...ids, 'added'].map(textOf), 'got a fourth prompt');
      await source.write('added', 'changed\n');
      const third = (await provider.list?.(config, { ...observer.context(), previousList: second })) ?? [];
      await expectTexts(third, [...ids.map(textOf), 'changed\n'], 'had its fourth prompt changed');
      if (source.remove === undefined) return;
      await source.remove('added');
      const last = (await provider.list?.(config, { ...observer.context(), previousList: third })) ?? [];
      await expectTexts(last, ids.map(textOf), 'had its fourth prompt deleted');

      async function expectTexts(
        members: readonly { name: string; config: unknown }[],
        expected: string[],
        situation: string,
      ) {
        const names = new Set(members.map(({ name }) => name));
        ensure(
          names.size === members.length,
          `list() must give each name once, but gave: ${members.map(({ name }) => name)}.`,
        );
        const texts = await Promise.all(
          members.map(async (member) => (await provider.load(member.config, observer.context())).content),
        );
        ensure(
          texts.sort().join('\0') === expected.sort().join('\0'),
          `When the collection ${situation}, loading the members of list() must give ${JSON.stringify(expected)}, but gave ${JSON.stringify(texts)}.`,
        );
      }
    },
  },
  {
    id: 'list-versions',
    title: "list's versions move exactly when a text does",
    missing: (source) => needsMethod('list')(source) ?? needs('collection')(source),
    async run(source, observer) {
      const [steady = '', moving = ''] = await writeMany(source, 2);
      const before = await versionsByText();
      if (before.get(textOf(steady)) === undefined) return;
      await source.write(moving, 'moved\n');
      const after = await versionsByText();
      ensure(
        before.get(textOf(steady)) === after.get(textOf(steady)),
        'A member that did not change must keep its version in list(), or core loads it again.',
      );
      ensure(
        before.get(textOf(moving)) !== after.get('moved\n'),
        'A member that changed must have another version in list(): core compares members by nothing else.',
      );

      async function versionsByText() {
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
    title: 'describe gives facts in order, a failure as a value',
    missing: needsMethod('describe'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const facts = await source.provider.describe?.(
        [source.config('a'), source.config('not-there')],
        observer.context(),
      );
      ensure(facts?.length === 2, `describe() of 2 configs must give 2 results, but gave ${facts?.length}.`);
      ensure(
        !PromptError.isInstance(facts[0]),
        `describe() failed for a prompt that load() can read: ${String(facts[0])}`,
      );
      ensure(
        PromptError.isInstance(facts[1]),
        'describe() must give a PromptError as the value of a member that is not there.',
      );
      for (const fact of facts) observer.saw(fact);
    },
  },
] as const satisfies readonly Check[];

const textOf = (id: string): string => `This is the prompt ${id}.\n`;

async function writeMany(source: AnySource, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `prompt-${index}`);
  for (const id of ids) await source.write(id, textOf(id));
  return ids;
}
