import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const packageFolder = join(import.meta.dirname, '../..');
let folder: string;

// A copy of this package with its required dependencies, from where no driver can be resolved.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prompts-no-driver-'));
  await cp(join(packageFolder, 'src'), join(folder, 'src'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const link = async (name: string, target: string) => {
    const path = join(folder, 'node_modules', name);
    await mkdir(dirname(path), { recursive: true });
    await symlink(await realpath(target), path);
  };
  for (const name of ['@prompts/bus-kit', '@prompts/core', '@prompts/provider-kit'])
    await link(name, join(packageFolder, 'node_modules', name));
  // A copy too: in its own folder it finds the drivers.
  const knex = await realpath(join(packageFolder, 'node_modules/knex'));
  await cp(knex, join(folder, 'node_modules/knex'), { recursive: true });
  const { dependencies } = JSON.parse(await readFile(join(knex, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) await link(name, join(knex, '..', name));
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
])('opening %s without drivers', async (connection, code, message) => {
  const options = ['--conditions=@prompts/source', '--input-type=module', '--eval', app, connection];
  const { stdout } = await promisify(execFile)(process.execPath, options, {
    cwd: folder,
    // Package managers may set it to their own folders.
    env: { ...process.env, NODE_PATH: '' },
  });
  expect(stdout.startsWith(code)).toBe(true);
  expect(stdout).toContain(message);
});
