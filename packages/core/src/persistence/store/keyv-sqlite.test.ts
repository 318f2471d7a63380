import { rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import KeyvSqlite from '@keyv/sqlite';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrompts } from '../../node/index.ts';
import { type Folder, makeFolder } from '../../test-support/folder.ts';
import { ScriptedProvider } from '../../test-support/scripted-provider.ts';

const ids = ['a', 'b', 'c', 'd'] as const;
type Id = (typeof ids)[number];

let folder: Folder;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** A process, on a file of SQLite that it opens itself. */
async function start(file: string) {
  const store = new Keyv({ store: new KeyvSqlite(`sqlite://${folder.at(file)}`) });
  const provider = new ScriptedProvider('one');
  const prompts = await createPrompts({
    systemPrompts: Object.fromEntries(ids.map((id) => [id, { provider: 'scripted', config: { id } }])),
    providers: [provider],
    cache: { store },
    preload: false,
  });
  return {
    prompts,
    provider,
    read: async (id: Id) => (await prompts.get(id as string)).content,
    async [Symbol.asyncDispose]() {
      await prompts.close();
      await store.disconnect().catch(() => {});
    },
  };
}

describe('a file of SQLite', () => {
  it.each([
    ['in a folder that is missing', () => 'missing/store.db'],
    ['that is another', () => folder.write('store.db', 'x'.repeat(5000)).then(() => 'store.db')],
    ['that is a folder', () => folder.write('store.db/file', '').then(() => 'store.db')],
  ])('%s fails nobody who starts with it, nor ends the process', async (_, prepare) => {
    await using process = await start(await prepare());
    // What nobody has handled by now ends a process, and fails a test.
    await new Promise(setImmediate);
    for (const id of ids) expect(await process.read(id)).toBe('one');
    expect(process.prompts.status().store).toMatchObject({ state: 'failing' });
  });

  it.each<[string, () => Promise<void>]>([
    ['overwritten', () => writeFile(folder.at('store.db'), 'x'.repeat(12_288))],
    ['removed', () => rm(folder.at('store.db'))],
  ])('that is %s meanwhile fails nobody', async (_, damage) => {
    await using process = await start('store.db');
    await process.read('a');
    expect(process.prompts.status().store).toEqual({ state: 'ok' });
    await damage();
    for (const id of ids) expect(await process.read(id)).toBe('one');
    expect(process.prompts.status().store).toMatchObject({ state: 'failing' });
    expect(process.prompts.status().sources).toMatchObject([{ failingSince: undefined }]);
  });

  it('that somebody locks fails nobody, and is used again once that is over', async () => {
    await using process = await start('store.db');
    await process.read('a');
    using other = new DatabaseSync(folder.at('store.db'));
    other.exec('BEGIN EXCLUSIVE');
    for (const id of ids) expect(await process.read(id)).toBe('one');
    expect(process.prompts.status().store).toMatchObject({ state: 'failing' });
    other.exec('COMMIT');
    const refreshed = () => process.prompts.refresh('a').then(() => process.prompts.status().store?.state);
    await expect.poll(refreshed, { timeout: 5000, interval: 100 }).toBe('ok');
    await using second = await start('store.db');
    expect(await second.read('a')).toBe('one');
    expect(second.provider.calls).toBe(0);
  });

  it('holds nothing for longer than it is told to', async () => {
    const store = new Keyv({ store: new KeyvSqlite(`sqlite://${folder.at('store.db')}`) });
    await store.set('a', 'x', 1);
    await expect.poll(() => store.getMany(['a', 'b'])).toEqual([undefined, undefined]);
    await store.disconnect();
  });
});
