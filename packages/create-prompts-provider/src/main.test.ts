import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, type TemporaryFolder } from './test-support/temporary-folder.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

interface Outcome {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param environment Replaces that of the tests, except for git's configuration, which is empty. */
function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> {
  const config = { GIT_CONFIG_GLOBAL: join(folder.path, 'gitconfig'), GIT_CONFIG_NOSYSTEM: '1' };
  const env = { ...process.env, npm_config_user_agent: '', ...config, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: folder.path, env }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

const read = (path: string) => readFile(join(folder.path, path), 'utf8');

it.each([
  ['', 'npm'],
  ['npm/11.6.1 node/v24.11.0 linux x64 workspaces/false', 'npm'],
  ['pnpm/11.1.0 npm/? node/v24.11.0 linux x64', 'pnpm'],
  ['yarn/4.11.0 npm/? node/v24.11.0 linux x64', 'yarn'],
  ['bun/1.3.2 npm/? node/v24.3.0 linux x64', 'bun'],
  ['other/1.0.0', 'npm'],
])("with the user agent '%s', prints the next commands for %s", async (npm_config_user_agent, manager) => {
  const { code, stdout, stderr } = await run(['acme'], { npm_config_user_agent });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`\n  cd prompts-provider-acme\n  ${manager} install\n  ${manager} run test\n`);
});

it('writes the name of the user and the year into the licence', async () => {
  await writeFile(join(folder.path, 'gitconfig'), '[user]\n  name = Ada $& Example\n');
  const { stdout } = await run(['acme']);
  const year = new Date().getFullYear();
  expect(await read('prompts-provider-acme/LICENSE')).toContain(`Copyright (c) ${year} Ada $& Example\n`);
  expect(stdout).not.toContain('[fullname]');
});

it('says where to write the name if git does not know it', async () => {
  const { stdout } = await run(['acme']);
  expect(await read('prompts-provider-acme/LICENSE')).toMatch(/^Copyright \(c\) \d{4} \[fullname\]$/m);
  expect(stdout).toContain('Write your name into LICENSE, in place of [fullname].');
});

it('uses an empty folder that exists', async () => {
  await mkdir(join(folder.path, 'prompts-provider-acme'));
  expect((await run(['acme'])).code).toBe(0);
});

it('prints how it is used', async () => {
  for (const option of ['--help', '-h']) {
    const { code, stdout } = await run([option]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: npm create prompts-provider <name>/);
  }
});

describe('reports, in one line and without creating anything,', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['a missing name', [], /^The name is missing: npm create prompts-provider acme\n$/],
    ['two names', ['acme', 'wiki'], /^There is more than one name \(acme wiki\): write one, such as acme-wiki\.\n$/],
    ['an unknown option', ['acme', '--typescript'], /^Unknown option '--typescript': .* only option is --help\.\n$/],
    ['an invalid name', ['SharePoint'], /^'SharePoint' can't be .*, as in share-point\.\n$/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(await readdir(folder.path)).toEqual(['node_modules']);
  });

  it('a folder that is not empty', async () => {
    await mkdir(join(folder.path, 'prompts-provider-acme'));
    await writeFile(join(folder.path, 'prompts-provider-acme/notes.txt'), 'mine');
    const { code, stderr } = await run(['acme']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The folder .*prompts-provider-acme exists and is not empty\. .*another folder\.\n$/);
    expect(await readdir(join(folder.path, 'prompts-provider-acme'))).toEqual(['notes.txt']);
  });

  it('a file with the name of the folder', async () => {
    await writeFile(join(folder.path, 'prompts-provider-acme'), 'mine');
    const { code, stderr } = await run(['acme']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The folder .*prompts-provider-acme can't be created: a file has this name\. .*\n$/);
  });
});
