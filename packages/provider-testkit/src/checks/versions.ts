import type { PromptTemplate, PromptVersion } from '@prompts/core';
import { type Check, needs, needsMethod } from '../suite/check.ts';
import { configOf, versionConfigOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import { expectFailureOf } from '../suite/expect-failure-of.ts';
import { prepareCalls } from '../suite/method-calls.ts';
import { versionOf } from '../suite/version-of.ts';

export const versionChecks = [
  {
    id: 'version-moves',
    title: 'returns another version when the text changes',
    async run(source, observer) {
      await source.write('a', 'first\n');
      const first = await source.provider.load(await configOf(source, 'a'), observer.context());
      await source.write('a', 'second\n');
      const second = await source.provider.load(await configOf(source, 'a'), observer.context());
      ensure(
        second.content === 'second\n',
        `When the text changes, load() must return the new text "second\\n", but returned ${JSON.stringify(second.content)}.`,
      );
      ensure(
        versionOf(first) !== versionOf(second),
        `When the text changes, load() must return another version, but it still returned '${first.version}'. Use an id of the source that changes with every change of the text, or omit 'version'.`,
      );
    },
  },
  {
    id: 'version-stays',
    title: 'returns the same version when the same text is stored again',
    async run(source, observer) {
      await source.write('a', 'same\n');
      const first = await source.provider.load(await configOf(source, 'a'), observer.context());
      await source.write('a', 'same\n');
      const second = await source.provider.load(await configOf(source, 'a'), observer.context());
      ensure(
        versionOf(first) === versionOf(second),
        `When the same text is stored again, load() must return the same version, but it returned '${first.version}' and then '${second.version}'. Use an id of the content, or omit 'version'.`,
      );
    },
  },
  {
    id: 'unchanged',
    title: 'refresh downloads no text when nothing changed',
    missing: needsMethod('refresh', 'downloads'),
    async run(source, observer) {
      await source.write('a', 'same\n');
      const previous = await source.provider.load(await configOf(source, 'a'), observer.context());
      const before = source.downloads?.() ?? 0;
      const refreshed = await source.provider.refresh?.(await configOf(source, 'a'), observer.context({ previous }));
      ensure(
        refreshed === previous || (refreshed?.version !== undefined && refreshed.version === previous.version),
        'When nothing changed, refresh() must return context.previous, or a template of the same version.',
      );
      const downloaded = (source.downloads?.() ?? 0) - before;
      ensure(
        downloaded === 0,
        `When nothing changed, refresh() must download no text, but it downloaded ${downloaded}. Send a conditional request with the version of context.previous, such as If-None-Match.`,
      );
    },
  },
  {
    id: 'refresh-changed',
    title: 'refresh returns the new text',
    missing: needsMethod('refresh'),
    async run(source, observer) {
      await source.write('a', 'first\n');
      const previous = await source.provider.load(await configOf(source, 'a'), observer.context());
      await source.write('a', 'second\n');
      const next = await source.provider.refresh?.(await configOf(source, 'a'), observer.context({ previous }));
      ensure(
        next?.content === 'second\n',
        `When the text changes, refresh() must return "second\\n", but returned ${JSON.stringify(next?.content)}.`,
      );
    },
  },
  {
    id: 'refresh-restored',
    title: 'refresh accepts a template that was stored as JSON by another process',
    missing: needsMethod('refresh'),
    async run(source, observer) {
      await source.write('a', 'first\n');
      const loaded = await source.provider.load(await configOf(source, 'a'), observer.context());
      const previous = JSON.parse(JSON.stringify(loaded)) as PromptTemplate;
      for (const text of ['first\n', 'second\n']) {
        await source.write('a', text);
        const next = await source.provider.refresh?.(await configOf(source, 'a'), observer.context({ previous }));
        ensure(
          next?.content === text && (text !== 'first\n' || versionOf(next) === versionOf(previous)),
          `When context.previous was restored from JSON and the source has ${JSON.stringify(text)}, refresh() must return that text${text === 'first\n' ? ' with the same version' : ''}, but returned ${JSON.stringify(next?.content)}. Don't rely on the identity of context.previous.`,
        );
      }
    },
  },
  {
    id: 'history',
    title: 'versions yields the newest version first, and each can be loaded by config.version',
    missing: needsMethod('versions'),
    async run(source, observer) {
      const texts = ['first\n', 'second\n', 'third\n'];
      for (const text of texts) await source.write('a', text);
      const history: PromptVersion[] = [];
      const versions = source.provider.versions?.(await configOf(source, 'a'), observer.context());
      for await (const version of versions ?? []) history.push(version);
      ensure(
        history.length >= 3,
        `When three texts were stored, versions() must yield at least 3 versions, but yielded ${history.length}.`,
      );
      for (const [index, expected] of texts.toReversed().entries()) {
        const version = history[index]?.version;
        const loaded = await source.provider.load(await versionConfigOf(source, 'a', version), observer.context());
        ensure(
          loaded.content === expected,
          `versions() must yield the newest version first, and load({ ...config, version }) must return the text of that version: for the version at index ${index}, '${version}', ${JSON.stringify(expected)}, but it returned ${JSON.stringify(loaded.content)}.`,
        );
      }
    },
  },
  {
    id: 'removed',
    title: 'rejects with NOT_FOUND for a prompt that was deleted',
    missing: needs('remove'),
    async run(source, observer) {
      const calls = await prepareCalls(source, observer);
      for (const id of ['a', 'b']) await source.remove?.(id);
      for (const call of calls.filter(({ method }) => ['load', 'refresh', 'loadMany'].includes(method))) {
        await expectFailureOf(call, observer, ['NOT_FOUND'], 'the prompt was deleted at the source');
      }
    },
  },
] as const satisfies readonly Check[];
