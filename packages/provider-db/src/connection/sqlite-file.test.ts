import { chmod, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrompts } from '@prompts/core';
import { openDatabase } from '@prompts/sql-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '../db.ts';
import { migratePrompts } from '../history/migrate.ts';
import { load } from '../test-support/load.ts';
import { publishPrompt } from '../writing/publish.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-sqlite-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function publishTo(path: string, content = 'You review.'): Promise<void> {
  const knex = openDatabase(`sqlite:${path}`);
  await migratePrompts(knex);
  await publishPrompt(knex, { name: 'review', content });
  // A log would belong to a file that this one replaces.
  await knex.raw('pragma journal_mode = delete');
  await knex.destroy();
}

async function loadError(path: string): Promise<unknown> {
  const provider = db({ connection: `sqlite:${path}` });
  const error = await load(provider, { name: 'review' }).catch((thrown: unknown) => thrown);
  await provider.close?.();
  return error;
}

test('a missing file is CONFIG_INVALID, and is not created', async () => {
  const path = join(folder, 'missing.db');
  expect(await loadError(path)).toMatchObject({
    code: 'CONFIG_INVALID',
    message: `sqlite:${path} does not exist: check its path, which is relative to the working directory, or create it with migratePrompts(knex) (SQLITE_CANTOPEN)`,
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a file that is not a database is CONFIG_INVALID', async () => {
  const path = join(folder, 'notes.txt');
  await writeFile(path, 'These are notes, and quite a lot of them. '.repeat(100));
  expect(await loadError(path)).toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/not a database \(SQLITE_NOTADB\)/),
  });
});

test('a corrupt file is UNAVAILABLE', async () => {
  const path = join(folder, 'damaged.db');
  await publishTo(path);
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  // The first page, which identifies a database, is kept; all others are overwritten.
  await file.write(Buffer.alloc(size - 4096, 0xff), 0, size - 4096, 4096);
  await file.close();
  expect(await loadError(path)).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/SQLITE_CORRUPT/),
  });
});

test('a folder is UNAVAILABLE', async () => {
  expect(await loadError(folder)).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/SQLITE_IOERR/),
  });
});

test('a read-only file can be read', async () => {
  const path = join(folder, 'prompts.db');
  await publishTo(path);
  await chmod(path, 0o444);
  const provider = db({ connection: `sqlite:${path}` });
  expect((await load(provider, { name: 'review' })).content).toBe('You review.');
  await provider.close?.();
});

test('publishing to a read-only file is FORBIDDEN', async (context) => {
  if (process.getuid?.() === 0) context.skip('root may write to read-only files');
  const path = join(folder, 'prompts.db');
  await publishTo(path);
  await chmod(path, 0o444);
  const knex = openDatabase(`sqlite:${path}`);
  await expect(publishPrompt(knex, { name: 'review', content: 'Other.' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await knex.destroy();
});

test('a file that is replaced by rename is read anew', async () => {
  const [path, other] = [join(folder, 'prompts.db'), join(folder, 'other.db')];
  await publishTo(path, 'one');
  await publishTo(other, 'two');
  const provider = db({ connection: `sqlite:${path}` });
  expect((await load(provider, { name: 'review' })).content).toBe('one');
  await rename(other, path);
  expect((await load(provider, { name: 'review' })).content).toBe('two');
  await provider.close?.();
});

test('an app gets the texts of a file that replaces another, though their versions are the same', async () => {
  const [path, other] = [join(folder, 'prompts.db'), join(folder, 'other.db')];
  await publishTo(path, 'one');
  await using prompts = await createPrompts({
    systemPrompts: { review: { db: { name: 'review' } }, 'all/*': { db: { prefix: '' } } },
    providers: [db({ connection: `sqlite:${path}` })],
    logger: false,
  });
  expect((await prompts.get('review')).content).toBe('one');
  expect((await prompts.get('all/review')).content).toBe('one');
  await publishTo(other, 'two');
  await rename(other, path);
  expect((await prompts.refresh()).failed).toEqual([]);
  expect(prompts.peek('review')?.content).toBe('two');
  expect(prompts.peek('all/review')?.content).toBe('two');
});

test('a provider can be used again after it was closed', async () => {
  const path = join(folder, 'prompts.db');
  await publishTo(path);
  const provider = db({ connection: `sqlite:${path}` });
  for (let round = 1; round <= 2; round += 1) {
    expect((await load(provider, { name: 'review' })).content).toBe('You review.');
    await provider.close?.();
  }
});
