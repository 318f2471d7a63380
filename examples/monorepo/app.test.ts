import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const program = fileURLToPath(new URL('./app.ts', import.meta.url));
let elsewhere: string;

beforeAll(async () => {
  elsewhere = await realpath(await mkdtemp(join(tmpdir(), 'elsewhere-')));
  await writeFile(join(elsewhere, 'package.json'), JSON.stringify({ dependencies: { '@prompts/core': '*' } }));
});
afterAll(() => rm(elsewhere, { recursive: true }));

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--conditions=@prompts/source', program, ...args], { cwd: elsewhere });

it('finds the provider that the library declares, wherever the app is started', async () => {
  expect(await run()).toEqual({ stdout: 'You review Go code.\n', stderr: '' });
});

it('says which package.json was read, if root is another folder', async () => {
  const { stderr } = await run(elsewhere).catch((error) => error);
  expect(stderr).toContain("provider 'acme' is not available");
  expect(stderr).toContain(join(elsewhere, 'package.json'));
  expect(stderr).toContain('root');
});
