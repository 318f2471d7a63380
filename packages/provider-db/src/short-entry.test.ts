import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createPrompts, PromptError } from '@prompts/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DbConfig } from './config.ts';
import { db } from './db.ts';

let folder: string;
let connection: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-db-'));
  const path = join(folder, 'texts.db');
  connection = `sqlite:${path}`;
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE texts (key TEXT PRIMARY KEY, lang TEXT, body TEXT, revision INTEGER)');
  const insert = database.prepare('INSERT INTO texts VALUES (?, ?, ?, ?)');
  insert.run('review', 'en', '---\ntitle: Review\n---\nYou review {{language}}.', 4);
  insert.run('greeting', 'en', 'Hello.', 1);
  database.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const columns = { id: 'key', content: 'body', version: 'revision' };

describe('an entry { db }', () => {
  it.each<[string, DbConfig]>([
    ['a row', { table: 'texts', id: 'review', columns }],
    ['a query', { query: 'SELECT body FROM texts WHERE key = ? AND lang = ?', bindings: ['review', 'en'] }],
    [
      'a query with id',
      { query: 'SELECT body AS content, revision AS version FROM texts WHERE key = ?', id: 'review' },
    ],
  ])('reads the same as provider and config, through the connection of the factory: %s', async (_, config) => {
    const options = { metadata: { team: 'x' }, required: true };
    await using prompts = await createPrompts({
      systemPrompts: { short: { db: config, ...options }, long: { provider: 'db', config, ...options } },
      providers: [db({ connection })],
    });
    const short = await prompts.get('short');
    const long = await prompts.get('long');
    expect({ ...short, name: 'long', fetchedAt: 0 }).toEqual({ ...long, fetchedAt: 0 });
    expect(short).toMatchObject({
      content: 'You review {{language}}.',
      metadata: { title: 'Review', team: 'x' },
      provider: 'db',
      state: 'fresh',
    });
    expect(prompts.status().sources).toHaveLength(1);
  });

  it('may have its own connection, and be a collection', async () => {
    await using prompts = await createPrompts({
      systemPrompts: { 'texts/*': { db: { connection, table: 'texts', columns } } },
      providers: [db()],
    });
    await prompts.refresh('texts/*');
    expect(prompts.list().map(({ name }) => name)).toEqual(['texts/greeting', 'texts/review']);
    expect((await prompts.get('texts/greeting')).content).toBe('Hello.');
  });

  it('serves its fallback if the row does not exist', async () => {
    await using prompts = await createPrompts({
      systemPrompts: { it: { db: { table: 'texts', id: 'none', columns }, fallback: 'Hi.' } },
      providers: [db({ connection })],
    });
    expect(await prompts.get('it')).toMatchObject({ content: 'Hi.', state: 'fallback' });
  });

  it('is rejected with every mistake in its config, under the key db', async () => {
    const create = (it: object) => createPrompts({ systemPrompts: { it } as never, providers: [db({ connection })] });
    const config = { table: 'a table', id: '', columns: { contnt: 'body' } };
    const issuesAt = async (entry: object, path: string) => {
      const error = await create(entry).catch((thrown: unknown) => thrown);
      if (!PromptError.isInstance(error)) throw new Error('the entry was accepted');
      return error.issues?.map((issue) => ({ ...issue, path: issue.path.replace(path, '') }));
    };
    const short = await issuesAt({ db: config }, 'systemPrompts.it.db.');
    expect(short).toEqual(await issuesAt({ provider: 'db', config }, 'systemPrompts.it.config.'));
    expect(short?.map(({ path }) => path)).toEqual(['table', 'id', 'columns']);
  });
});
