import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { createPrompts, type PromptError } from '@prompts/core';
import { openDatabase, parseConnectionString } from '@prompts/sql-kit';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { askPostgres } from '../../../../scripts/test/servers/clients.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startPgBouncer } from '../../../../scripts/test/servers/pgbouncer.ts';
import { startPostgres } from '../../../../scripts/test/servers/postgres.ts';
import { sharedServer } from '../../../../scripts/test/servers/shared-server.ts';
import type { DbConfig } from '../config.ts';
import { db } from '../db.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { errorText } from '../test-support/error-text.ts';
import { load } from '../test-support/load.ts';
import { publishPrompt } from '../writing/publish.ts';

const invalid = [
  ['', /must start with/],
  ['prompts.db', /must start with one of sqlite:, postgres:/],
  ['constructor:x', /must start with/],
  ['sqlite:', /sqlite:<path>/],
  ['sqlite://host/file', /sqlite:<path>/],
  ['postgres://', /special characters encoded/],
  ['postgres://host', /special characters encoded/],
  ['postgres://host/', /special characters encoded/],
  ['mysql://user:pa#ss@host/database', /special characters encoded/],
  ['postgres://user:50%@host:port/database', /special characters encoded/],
] as const;

test.each(invalid)('%o is not a valid connection string', (connectionString, message) => {
  expect(() => parseConnectionString(connectionString)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  expect(() => parseConnectionString(connectionString)).toThrow(message);
});

test('an empty connection is reported as a possibly missing environment variable', async () => {
  expect(() => db({ connection: '' })).toThrow(/is its environment variable set\?/);
  const entry = { provider: 'db', config: { connection: '', name: 'review' } };
  await expect(createPrompts({ providers: [db()], systemPrompts: { review: entry } })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('is its environment variable set?'),
  });
  await expect(load(db({ connection: () => '' }), { name: 'review' })).rejects.toThrow(
    /is its environment variable set\?/,
  );
});

test('the error for a missing connection says how to set one', async () => {
  await expect(load(db(), { name: 'review' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('db({ connection })'),
  });
});

describe.each(dialects)('an error on %s', (dialect) => {
  const columns = { content: 'text' };
  const cases: [DbConfig, string, RegExp][] = [
    [{ name: 'nobody' }, 'NOT_FOUND', /no prompt 'nobody'/],
    [{ name: 'review', version: 7 }, 'NOT_FOUND', /'review' has no version 7/],
    [{ name: 'review', label: 'beta' }, 'NOT_FOUND', /no label 'beta'. Its labels: production, latest/],
    [
      { table: 'prompt_labels', id: 'nobody', columns: { id: 'name', content: 'label' } },
      'NOT_FOUND',
      /no row in 'prompt_labels'/,
    ],
    [{ query: "select 'a' as content where 1 = 0" }, 'NOT_FOUND', /no row/],
    [{ table: 'nowhere', id: 1 }, 'CONFIG_INVALID', /nowhere/],
    [{ table: 'prompts', id: 'review', columns: { id: 'name', ...columns } }, 'CONFIG_INVALID', /text/],
    [
      { table: 'prompts', id: 'review', columns: { id: 'name', content: 'name', version: 'when' } },
      'CONFIG_INVALID',
      /when/,
    ],
    [{ query: 'select nothing from prompts' }, 'CONFIG_INVALID', /nothing/],
  ];

  test('names what is missing', async () => {
    await using database = await createMigratedDatabase(dialect);
    await publishPrompt(database.knex, { name: 'review', content: 'You review.', label: 'production' });
    const provider = db({ connection: database.url });
    for (const [config, code, message] of cases)
      await expect(load(provider, config), inspect(config)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    await provider.close?.();
  });

  test('says how to create missing tables', async () => {
    await using database = await createMigratedDatabase(dialect);
    for (const name of ['changes', 'labels', 'versions']) await database.knex.schema.dropTable(`prompt_${name}`);
    await database.knex.schema.dropTable('prompts');
    const provider = db({ connection: database.url });
    await expect(load(provider, { name: 'review' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('migratePrompts(knex)'),
    });
    await provider.close?.();
  });
});

describe.each(['postgres', 'mariadb'] as const)('connecting to %s', (dialect) => {
  test('with wrong credentials does not reveal them', async () => {
    await using database = await createMigratedDatabase(dialect);
    const wrong = new URL(database.url);
    wrong.username = `user_${randomBytes(6).toString('hex')}`;
    wrong.password = randomBytes(12).toString('hex');
    const logged: string[] = [];
    const log = (...given: unknown[]) => logged.push(inspect(given));
    await using prompts = await createPrompts({
      providers: [db({ connection: wrong.href })],
      systemPrompts: { review: { provider: 'db', config: { name: 'review' } } },
      logger: { debug: log, info: log, warn: log, error: log },
    });
    const error: PromptError = await prompts.get('review').catch((thrown) => thrown);
    expect(error.code).toBe('AUTH_FAILED');
    expect(error.message).toContain(wrong.host);
    for (const secret of [wrong.password, wrong.username, new URL(database.url).password])
      expect(errorText(error) + logged.join('\n')).not.toContain(secret);
  });

  test('to an unknown database is CONFIG_INVALID', async () => {
    await using database = await createMigratedDatabase(dialect);
    const unknown = new URL(`no_${randomBytes(6).toString('hex')}`, database.url);
    const provider = db({ connection: unknown.href });
    await expect(load(provider, { name: 'review' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(unknown.pathname.slice(1)),
    });
    await provider.close?.();
  });
});

test("a pooler's unknown database is CONFIG_INVALID", async () => {
  const pooler = await orSkip(startPgBouncer(await sharedServer('postgres')));
  try {
    const provider = db({ connection: new URL('unknown', pooler.url).href });
    await expect(load(provider, { name: 'review' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/\/unknown is a pooler that does not know the database/),
    });
    await provider.close?.();
  } finally {
    await pooler.stop();
  }
});

test("a pooler's rejection of the password, and of a parameter, is named", async () => {
  const pooler = await orSkip(startPgBouncer(await sharedServer('postgres')));
  try {
    const wrong = db({ connection: Object.assign(new URL(pooler.url), { password: 'wrong' }).href });
    await expect(load(wrong, { name: 'review' })).rejects.toMatchObject({ code: 'AUTH_FAILED' });
    await wrong.close?.();
    const withParameter = db({ connection: `${pooler.url}?options=-c%20search_path%3Dother` });
    await expect(load(withParameter, { name: 'review' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/ is a pooler that does not support the parameter 'options': remove it/),
    });
    await withParameter.close?.();
  } finally {
    await pooler.stop();
  }
});

test.each(['', '&sslmode=disable', '&sslmode=prefer'])('channel binding is not required without TLS (%s)', (mode) => {
  const address = `postgres://user@host/database?channel_binding=require${mode}`;
  expect(() => openDatabase(address)).toThrow(/'channel_binding=require' needs sslmode=require/);
});

test('a message names the option of a connection string once', async () => {
  const connection = 'postgres://host/it?schema=other';
  const entry = { provider: 'db', config: { connection, name: 'review' } };
  await expect(createPrompts({ providers: [db()], systemPrompts: { review: entry } })).rejects.toThrow(
    /(?<!connection.*)connection:? has the unknown parameter/,
  );
  expect(() => db({ connection })).toThrow(/(?<!connection.*)connection has the unknown parameter/);
  expect(() => db({ connection: 'postgres://host/it', listen: connection })).toThrow(
    /listen has the unknown parameter/,
  );
  expect(() => openDatabase(connection)).toThrow(/^connection has the unknown parameter/);
});

test('a connection that pg_hba.conf refuses is FORBIDDEN', async () => {
  const server = await orSkip(startPostgres());
  try {
    const file = await askPostgres(server.url, 'show hba_file');
    const rule = 'hostssl all all all scram-sha-256';
    await askPostgres(server.url, `copy (select '${rule}') to '${file}'`, 'select pg_reload_conf()');
    const provider = db({ connection: server.url });
    // The server reads its rules again a little later.
    await expect
      .poll(() => load(provider, { name: 'review' }).catch((error: unknown) => error), { interval: 5 })
      .toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringMatching(/refused the connection by its pg_hba.conf: connect with sslmode=require/),
      });
    await provider.close?.();
  } finally {
    await server.stop();
  }
});

const unencoded = ['p/ss', 'p@ss', 'p#ss', 'p?ss', '12/34Xab', '%pss', 'p[ss'];

test.each(unencoded)('the password %o gets the advice to encode it, and is not revealed', (password) => {
  for (const scheme of ['postgres', 'mysql']) {
    const address = `${scheme}://user:${password}@host/database`;
    const error = catchError(() => openDatabase(address));
    if (password === 'p[ss') expect(error).toBeUndefined();
    else {
      expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('encodeURIComponent') });
      expect(errorText(error)).not.toContain(password);
    }
    expect(catchError(() => openDatabase(address.replace(password, encodeURIComponent(password))))).toBeUndefined();
  }
});

test.each<[string, string]>([
  ['postgres://host/it?schema=other', "unknown parameter 'schema': use options=-c%20search_path%3D<schema>"],
  ['postgres://host/it?ssl-mode=REQUIRED', "unknown parameter 'ssl-mode': use sslmode"],
  ['postgres://host/it?constructor=1', "unknown parameter 'constructor': use host, port"],
  ['postgres://host/it?sslmode=full', "parameter 'sslmode' must be one of disable, allow"],
  ['postgres://host/it?connect_timeout=soon', "parameter 'connect_timeout' must be a whole number"],
  ['postgres://host/it?sslmode=verify-full&sslrootcert=/no/file', "file '/no/file', which can't be read (ENOENT)"],
  ['postgres://host/it?sslnegotiation=direct', 'needs sslmode=require'],
  ['postgres:///it', 'must name one host and a database'],
  ['mysql://host/it?sslmode=require', "unknown parameter 'sslmode': use ssl-mode"],
  ['mysql://host/it?ssl-mode=on', "parameter 'ssl-mode' must be one of DISABLED"],
  ...['yes', 'false', 'null', '[]', '%22Amazon RDS%22'].map((ssl): [string, string] => [
    `mysql://host/it?ssl=${ssl}`,
    'must be options of mysql2, an object in JSON',
  ]),
  ['mysql://host/it?ssl-mode=DISABLED&ssl={}', "parameter 'ssl' can't be combined with ssl-mode"],
  ['postgres://one,two/it', 'must name one host and a database'],
  ['postgres://one/it?host=one,two', 'must name one host and a database'],
  ['mysql://one,two/it', 'must name one host and a database'],
  ['mysql://host:65536/it', 'must be a URL such as mysql://user:password@host'],
  ['mysql://127.0.0.1/it?ssl-mode=VERIFY_IDENTITY', 'needs a host name'],
  ['mysql:///it', 'must name one host and a database'],
  ['mysql://host/it?socket=', "parameter 'socket' must be the path of a Unix socket"],
  ['mysql:///it?socketPath=', "parameter 'socketPath' must be the path of a Unix socket"],
])('%s is CONFIG_INVALID with the parameter', (address, message) => {
  const error = catchError(() => openDatabase(address));
  expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) });
});

test('parameters reach the server', async () => {
  const url = await sharedServer('postgres');
  const knex = openDatabase(
    `${url}?application_name=prompts%20test&options=-c%20search_path%3Dother&connect_timeout=9`,
  );
  try {
    const sql = "select current_setting('application_name') as name, current_setting('search_path') as path";
    expect((await knex.raw(sql)).rows).toEqual([{ name: 'prompts test', path: 'other' }]);
  } finally {
    await knex.destroy();
  }
});

function catchError(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
