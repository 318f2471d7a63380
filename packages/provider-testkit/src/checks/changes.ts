import { type KnownVersion, PromptError } from '@prompts/core';
import { type AnySource, type Check, needsMethod } from '../suite/check.ts';
import { configOf, configsOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import type { Observer } from '../suite/observer.ts';
import { severalPages, writeMany } from './write-many.ts';

export const changeChecks = [
  {
    id: 'changed-since',
    title: `changedSince returns exactly those of ${severalPages} prompts that changed`,
    missing: needsMethod('changedSince'),
    async run(source, observer) {
      const ids = await writeMany(source, severalPages);
      const entries = await loadEntries(source, observer, ids);
      const last = ids.length - 1;
      await expectChanged(source, observer, entries, [], 'nothing changed');
      await source.write(ids[1] as string, 'changed\n');
      await source.write(ids[last] as string, 'changed too\n');
      await expectChanged(source, observer, entries, [1, last], `the prompts at indexes 1 and ${last} changed`);
      for (const id of ids) await source.write(id, `All changed, ${id}, too.\n`);
      await expectChanged(source, observer, entries, [...ids.keys()], `all ${ids.length} prompts changed`);
    },
  },
  {
    id: 'changed-since-removed',
    title: 'changedSince returns a deleted prompt, too',
    missing: needsMethod('changedSince', 'remove'),
    async run(source, observer) {
      const ids = await writeMany(source, 3);
      const entries = await loadEntries(source, observer, ids);
      await source.remove?.(ids[1] as string);
      await expectChanged(source, observer, entries, [1], 'the prompt at index 1 was deleted');
    },
  },
  {
    id: 'changed-since-download',
    title: 'changedSince downloads no text',
    missing: needsMethod('changedSince', 'downloads'),
    async run(source, observer) {
      await source.write('a', 'same\n');
      const config = await configOf(source, 'a');
      const template = await source.provider.load(config, observer.context());
      const before = source.downloads?.() ?? 0;
      await source.provider.changedSince?.([{ config, template }], observer.context());
      const downloaded = (source.downloads?.() ?? 0) - before;
      ensure(downloaded === 0, `changedSince() must download no text, but downloaded ${downloaded}.`);
    },
  },
] as const satisfies readonly Check[];

async function loadEntries(source: AnySource, observer: Observer, ids: readonly string[]): Promise<KnownVersion[]> {
  const { provider } = source;
  const configs = await configsOf(source, ids);
  const templates =
    (await provider.loadMany?.(configs, observer.contextForMany())) ??
    (await Promise.all(configs.map((config) => provider.load(config, observer.contextForMany()))));
  return templates.map((template, index) => {
    if (PromptError.isInstance(template)) throw template;
    return { config: configs[index], template };
  });
}

async function expectChanged(
  { provider }: AnySource,
  observer: Observer,
  entries: readonly KnownVersion[],
  expected: readonly number[],
  situation: string,
): Promise<void> {
  const indexes = await provider.changedSince?.(entries, observer.contextForMany());
  const found = [...(indexes ?? [])].sort((one, other) => one - other);
  ensure(
    found.join() === expected.join(),
    `When ${situation}, changedSince() must return the indexes [${abbreviate(expected)}], but returned [${abbreviate(found)}].`,
  );
}

function abbreviate(indexes: readonly number[]): string {
  return indexes.length > 10 ? `${indexes.slice(0, 10)},… (${indexes.length})` : indexes.join();
}
