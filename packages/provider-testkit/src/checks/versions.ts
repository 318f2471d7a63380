import type { PromptVersion } from '@prompts/core';
import { type Check, ensure, needs, needsMethod } from '../suite/check.ts';
import { versionOf } from '../suite/version-of.ts';

export const versionChecks = [
  {
    id: 'version-moves',
    title: 'gives another version when the text changes',
    async run(source, observer) {
      await source.write('a', 'first\n');
      const first = await source.provider.load(source.config('a'), observer.context());
      await source.write('a', 'second\n');
      const second = await source.provider.load(source.config('a'), observer.context());
      ensure(
        second.content === 'second\n',
        `After a change at the source load() must give the new text 'second', but gave ${JSON.stringify(second.content)}.`,
      );
      ensure(
        versionOf(first) !== versionOf(second),
        `The text changed but the version stayed '${first.version}'. Use an id of the source that moves with every change, or leave 'version' out.`,
      );
    },
  },
  {
    id: 'version-stays',
    title: 'gives the same version when the same text is stored again',
    async run(source, observer) {
      await source.write('a', 'same\n');
      const first = await source.provider.load(source.config('a'), observer.context());
      await source.write('a', 'same\n');
      const second = await source.provider.load(source.config('a'), observer.context());
      ensure(
        versionOf(first) === versionOf(second),
        `The text stayed but the version went from '${first.version}' to '${second.version}'. Use an id of the content, or leave 'version' out.`,
      );
    },
  },
  {
    id: 'unchanged',
    title: 'moves no text when nothing changed',
    missing: needsMethod('refresh', 'downloads'),
    async run(source, observer) {
      await source.write('a', 'same\n');
      const previous = await source.provider.load(source.config('a'), observer.context());
      const before = source.downloads?.() ?? 0;
      const again = await source.provider.refresh?.(source.config('a'), observer.context({ previous }));
      ensure(
        again === previous || (again?.version !== undefined && again.version === previous.version),
        'Nothing changed: refresh() must return context.previous itself, or a template of the same version.',
      );
      const moved = (source.downloads?.() ?? 0) - before;
      ensure(
        moved === 0,
        `Nothing changed, yet refresh() downloaded the text ${moved} time(s). Ask conditionally (If-None-Match, a version column) with what context.previous tells.`,
      );
    },
  },
  {
    id: 'refresh-changed',
    title: 'brings the new text on a refresh',
    missing: needsMethod('refresh'),
    async run(source, observer) {
      await source.write('a', 'first\n');
      const previous = await source.provider.load(source.config('a'), observer.context());
      await source.write('a', 'second\n');
      const next = await source.provider.refresh?.(source.config('a'), observer.context({ previous }));
      ensure(
        next?.content === 'second\n',
        `The text changed: refresh() must give 'second', but gave ${JSON.stringify(next?.content)}.`,
      );
    },
  },
  {
    id: 'history',
    title: 'lists versions newest first, each loadable by config.version',
    missing: needsMethod('versions'),
    async run(source, observer) {
      const texts = ['first\n', 'second\n', 'third\n'];
      for (const text of texts) await source.write('a', text);
      const history: PromptVersion[] = [];
      const yielded = source.provider.versions?.(source.config('a'), observer.context());
      for await (const version of yielded ?? []) history.push(version);
      ensure(
        history.length >= 3,
        `Three texts were stored: versions() must yield at least 3, but yielded ${history.length}.`,
      );
      for (const [index, expected] of texts.toReversed().entries()) {
        const version = history[index]?.version;
        const loaded = await source.provider.load({ ...source.config('a'), version }, observer.context());
        ensure(
          loaded.content === expected,
          `versions() is newest first and load({ ...config, version }) gives that text: number ${index} ('${version}') must be ${JSON.stringify(expected)}, but was ${JSON.stringify(loaded.content)}.`,
        );
      }
    },
  },
  {
    id: 'removed',
    title: 'says NOT_FOUND for a prompt that was deleted',
    missing: needs('remove'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const previous = await source.provider.load(source.config('a'), observer.context());
      await source.remove?.('a');
      const { provider } = source;
      const context = observer.context({ previous });
      const reading = provider.refresh?.(source.config('a'), context) ?? provider.load(source.config('a'), context);
      await observer.failure(reading, ['NOT_FOUND'], 'the prompt was deleted at the source');
    },
  },
] as const satisfies readonly Check[];
