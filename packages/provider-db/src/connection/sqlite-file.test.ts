import { chmod, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '../db.ts';
import { migratePrompts } from '../history/migrate.ts';
import { load } from '../test-support/load.ts';
import { publishPrompt } from '../writing/publish.ts';
import { openDatabase } from './open-database.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-sqlite-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function publishTo(path: string): Promise<void> {
  const knex = openDatabase(`sqlite:${path}`);
  await migratePrompts(knex);
  await publishPrompt(knex, { name: 'review', content: 'You review.' });
  await knex.destroy();
}

async function failureOf(path: string): Promise<unknown> {
  const provider = db({ connection: `sqlite:${path}` });
  const failure = await load(provider, { name: 'review' }).catch((error: unknown) => error);
  await provider.close?.();
  return failure;
}

test('a file that is missing is a mistake of configuration, and is not made', async () => {
  const path = join(folder, 'missing.db');
  expect(await failureOf(path)).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(path) });
  expect(await readdir(folder)).toEqual([]);
});

test('so is a file that is no database', async () => {
  const path = join(folder, 'notes.txt');
  await writeFile(path, 'These are notes, and quite a lot of them. '.repeat(100));
  expect(await failureOf(path)).toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/not a database \(SQLITE_NOTADB\)/),
  });
});

test('a damaged file can not be read', async () => {
  const path = join(folder, 'damaged.db');
  await publishTo(path);
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  // The first page tells that it is a database; all others are overwritten.
  await file.write(Buffer.alloc(size - 4096, 0xff), 0, size - 4096, 4096);
  await file.close();
  expect(await failureOf(path)).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/SQLITE_CORRUPT/),
  });
});

test('a folder can not be read', async () => {
  expect(await failureOf(folder)).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/SQLITE_IOERR/),
  });
});

test('a file that nobody may write to is read', async () => {
  const path = join(folder, 'prompts.db');
  await publishTo(path);
  await chmod(path, 0o444);
  const provider = db({ connection: `sqlite:${path}` });
  expect((await load(provider, { name: 'review' })).content).toBe('You review.');
  await provider.close?.();
});

test('publishing to a file that nobody may write to is not allowed', async (context) => {
  if (process.getuid?.() === 0) context.skip('root may write to every file');
  const path = join(folder, 'prompts.db');
  await publishTo(path);
  await chmod(path, 0o444);
  const knex = openDatabase(`sqlite:${path}`);
  await expect(publishPrompt(knex, { name: 'review', content: 'Other.' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await knex.destroy();
});
