import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const provider = join(import.meta.dirname, '../..');
let folder: string;

// A copy of this package beside what it depends on, and nothing else: no driver can be found from there.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-no-driver-'));
  await cp(join(provider, 'src'), join(folder, 'src'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of ['@prompts/core', '@prompts/provider-kit', 'knex', 'zod']) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(await realpath(join(provider, 'node_modules', name)), link);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const app = `
  import { openDatabase } from './src/connection/open-database.ts';
  try {
    const knex = openDatabase(process.argv[1]);
    console.log(JSON.stringify(await knex.raw('select 1 as one')));
    await knex.destroy();
  } catch ({ code, message }) {
    console.log(code, message);
  }
`;

test.each([
  ['postgres://127.0.0.1:9/database', 'CONFIG_INVALID', 'npm install pg'],
  ['mysql://127.0.0.1:9/database', 'CONFIG_INVALID', 'npm install mysql2'],
  ['sqlite::memory:', '[{"one":1}]', ''],
])('%s without any driver', async (connection, code, message) => {
  const options = ['--conditions=@prompts/source', '--input-type=module', '--eval', app, connection];
  const { stdout } = await promisify(execFile)(process.execPath, options, {
    cwd: folder,
    // Package managers put their own folders there.
    env: { ...process.env, NODE_PATH: '' },
  });
  expect(stdout.startsWith(code)).toBe(true);
  expect(stdout).toContain(message);
});
