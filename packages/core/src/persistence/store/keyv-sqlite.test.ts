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

/** Starts a process that opens a SQLite file itself. */
async function start(file: string, options: { storeTimeout?: number } = {}) {
  const store = new Keyv({ store: new KeyvSqlite(`sqlite://${folder.at(file)}`) });
  const provider = new ScriptedProvider('one');
  const prompts = await createPrompts({
    systemPrompts: Object.fromEntries(ids.map((id) => [id, { provider: 'scripted', config: { id } }])),
    providers: [provider],
    cache: { store, ...options },
    preload: false,
  });
  return {
    prompts,
    provider,
    read: async (id: Id) => (await prompts.get(id as string)).content,
    async untilStoreWorks() {
      const refreshAndCheck = () => prompts.refresh('a').then(() => prompts.status().store?.state);
      await expect.poll(refreshAndCheck, { interval: 100 }).toBe('ok');
    },
    async [Symbol.asyncDispose]() {
      await prompts.close();
      await store.disconnect().catch(() => {});
    },
  };
}

describe('a SQLite file', () => {
  it.each([
    ['in a missing folder', () => 'missing/store.db'],
    ['that is not a SQLite file', () => folder.write('store.db', 'x'.repeat(5000)).then(() => 'store.db')],
    ['that is a folder', () => folder.write('store.db/file', '').then(() => 'store.db')],
  ])('%s does not fail a read, nor end the process', async (_, prepare) => {
    await using process = await start(await prepare());
    // A rejection that is unhandled by now ends a process, and fails a test.
    await new Promise(setImmediate);
    for (const id of ids) expect(await process.read(id)).toBe('one');
    expect(process.prompts.status().store).toMatchObject({ state: 'failing' });
  });

  it.each<[string, () => Promise<void>]>([
    ['overwritten', () => writeFile(folder.at('store.db'), 'x'.repeat(12_288))],
    ['removed', () => rm(folder.at('store.db'))],
  ])('that is %s meanwhile does not fail a read', async (_, damage) => {
    await using process = await start('store.db');
    await process.read('a');
    await process.untilStoreWorks();
    await damage();
    for (const id of ids) expect(await process.read(id)).toBe('one');
    expect(process.prompts.status().store).toMatchObject({ state: 'failing' });
    expect(process.prompts.status().sources).toMatchObject([{ failingSince: undefined }]);
  });

  it('that is locked does not fail a read, and is used again when it is unlocked', async () => {
    await using process = await start('store.db');
    await process.untilStoreWorks();
    using other = new DatabaseSync(folder.at('store.db'));
    other.exec('PRAGMA busy_timeout = 50000');
    other.exec('BEGIN EXCLUSIVE');
    for (const id of ids) expect(await process.read(id)).toBe('one');
    expect(process.prompts.status().store).toMatchObject({ state: 'failing' });
    other.exec('COMMIT');
    await process.untilStoreWorks();
    await using second = await start('store.db', { storeTimeout: 50 });
    expect(await second.read('a')).toBe('one');
    expect(second.provider.calls).toBe(0);
  });

  it('drops a value when its TTL ends', async () => {
    const store = new Keyv({ store: new KeyvSqlite(`sqlite://${folder.at('store.db')}`) });
    await store.set('a', 'x', 1);
    await expect.poll(() => store.getMany(['a', 'b'])).toEqual([undefined, undefined]);
    await store.disconnect();
  });
});
