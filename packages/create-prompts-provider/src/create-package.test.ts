import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createPackage } from './create-package.ts';
import { parsePackageNames } from './package-names.ts';
import { makeTemporaryFolder } from './test-support/temporary-folder.ts';

const parent = await makeTemporaryFolder();
afterAll(() => parent[Symbol.asyncDispose]());

const create = (name: string) =>
  createPackage({ names: parsePackageNames(name), parent: parent.path, author: 'Ada', year: 2026 });

const folder = await create('@acme/share-point');
const read = (path: string) => readFile(join(folder, path), 'utf8');

// Registers the tests of the generated package.
await import(pathToFileURL(join(folder, 'src/conformance.test.ts')).href);
await import(pathToFileURL(join(folder, 'src/provider.test.ts')).href);

describe('a generated package', () => {
  it('has no name of the template', async () => {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((item) => item.isFile());
    expect(files.length).toBeGreaterThan(20);
    for (const { parentPath, name } of files) {
      expect(await readFile(join(parentPath, name), 'utf8'), name).not.toMatch(
        /acme[-_ ]?notes|\[year\]|\[fullname\]/i,
      );
    }
  });

  it('spells its name as each place requires', async () => {
    expect(await read('src/index.ts')).toContain("'share-point': SharePointConfig;");
    expect(await read('src/provider.ts')).toContain('export function sharePoint(');
    const readme = await read('README.md');
    expect(readme).toMatch(/^# @acme\/prompts-provider-share-point\n\nLoads prompts from Share Point\./);
    expect(readme).toContain("discover: { allow: ['@acme/prompts-provider-share-point'] }");
    expect(readme).toContain('process.env.SHARE_POINT_TOKEN');
    expect(await read('.changeset/first-release.md')).toContain("'@acme/prompts-provider-share-point': minor");
  });

  it('has a manifest with the ranges that the generator is tested with', async () => {
    const { devDependencies: tested } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    const manifest = JSON.parse(await read('package.json'));
    expect(manifest).toMatchObject({
      name: '@acme/prompts-provider-share-point',
      version: '0.0.0',
      prompts: { apiVersion: 1, providers: { 'share-point': './dist/index.js' } },
      peerDependencies: { '@prompts/core': tested['@prompts/core'] },
    });
    expect({ ...manifest.dependencies, ...manifest.devDependencies }).toEqual(tested);
  });

  it('has a .gitignore and a licence', async () => {
    expect(await read('.gitignore')).toContain('node_modules/');
    expect(await read('LICENSE')).toContain('Copyright (c) 2026 Ada\n');
  });
});

it('compiles, whatever the name of the provider', async () => {
  // Names that the generated code, or the modules it imports, use themselves.
  const names = ['acme', 'async', 'config', 'expect', 'folder', 'get', 'it', 'name', 'options', 'source', 'type', 'z'];
  await Promise.all(names.map(create));
  const projects = ['prompts-provider-share-point', ...names.map((name) => `prompts-provider-${name}`)];
  const tsconfig = {
    extends: './prompts-provider-share-point/tsconfig.json',
    compilerOptions: { customConditions: ['@prompts/source'] },
    include: projects.map((each) => `${each}/src`),
  };
  await writeFile(join(parent.path, 'tsconfig.json'), JSON.stringify(tsconfig));
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const compiling = promisify(execFile)(process.execPath, [tsc, '-p', parent.path]);
  expect(await compiling.catch(({ stdout }) => ({ stdout, stderr: '' }))).toEqual({ stdout: '', stderr: '' });
});
