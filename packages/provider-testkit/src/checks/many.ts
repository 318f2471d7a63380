import { PromptError } from '@prompts/core';
import { type Check, needsMethod } from '../suite/check.ts';
import { configOf, configsOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import { severalPages, textOf, writeMany } from './write-many.ts';

const concurrentLoads = 50;

export const manyChecks = [
  {
    id: 'concurrent',
    title: `loads ${concurrentLoads} prompts concurrently without mixing them up`,
    async run(source, observer) {
      const ids = await writeMany(source, concurrentLoads);
      const context = observer.contextForMany();
      const configs = await configsOf(source, ids);
      const loaded = await Promise.all(configs.map((config) => source.provider.load(config, context)));
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
    title: `loadMany returns ${severalPages} texts as load does, in order, with failures as values`,
    missing: needsMethod('loadMany'),
    async run(source, observer) {
      const ids = await writeMany(source, severalPages);
      const requested = [...ids.slice(0, 2), 'not-there', ...ids.slice(2)];
      const configs = await configsOf(source, requested);
      const many = await source.provider.loadMany?.(configs, observer.contextForMany());
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
        ensure(
          result.content === textOf(id),
          `loadMany() must return its results in the order of the configs: ${JSON.stringify(textOf(id))} for '${id}', but returned ${JSON.stringify(result.content)}.`,
        );
        if (index > 0 && index < requested.length - 1) continue;
        const { version } = await source.provider.load(configs[index], observer.context());
        ensure(
          result.version === version,
          `loadMany() must return the same version as load(), but for '${id}' the version is '${version}' in load() and '${result.version}' in loadMany().`,
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
        [await configOf(source, 'a'), await configOf(source, 'not-there')],
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
