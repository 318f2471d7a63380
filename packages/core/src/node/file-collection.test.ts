import { mkdir, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, makeFolder } from '../test-support/folder.ts';
import { createPrompts, type Prompts } from './index.ts';

let folder: Folder;
const open: Prompts[] = [];
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(async () => {
  for (const prompts of open.splice(0)) await prompts.close();
  await folder[Symbol.asyncDispose]();
});

async function serve(file: string): Promise<Prompts> {
  const prompts: Prompts = await createPrompts({
    systemPrompts: { 'team/*': { file } },
    root: folder.path,
    watchFiles: false,
    logger: false,
  });
  open.push(prompts);
  return prompts;
}

/** Returns the texts of the collection by name. */
async function readAll(file: string): Promise<Record<string, string>> {
  const prompts = await serve(file);
  const { failed } = await prompts.refresh('team/*');
  if (failed[0]) throw failed[0].error;
  const names = prompts.list().flatMap(({ name }) => (name === 'team/*' ? [] : name));
  const texts = await Promise.all(names.map(async (name) => [name, (await prompts.get(name)).content]));
  return Object.fromEntries(texts.sort());
}

describe('a collection of files', () => {
  it('is a folder: its Markdown files, by their paths without extension', async () => {
    await folder.write('prompts/a.md', 'A');
    await folder.write('prompts/Sub Folder/b.v2.md', 'B');
    await folder.write('prompts/c.txt', 'C');
    await folder.write('d.md', 'D');
    for (const file of ['prompts', './prompts/', folder.at('prompts')]) {
      expect(await readAll(file)).toEqual({ 'team/a': 'A', 'team/Sub-Folder/b.v2': 'B' });
    }
  });

  it('is a glob, and names begin after its last folder without a wildcard', async () => {
    await folder.write('prompts/a.md', 'A');
    await folder.write('prompts/x/system.txt', 'X');
    await folder.write('prompts/y/system.md', 'Y');
    expect(await readAll('prompts/*/system.{md,txt}')).toEqual({ 'team/x/system': 'X', 'team/y/system': 'Y' });
    expect(await readAll('./**/*.md')).toEqual({ 'team/prompts/a': 'A', 'team/prompts/y/system': 'Y' });
    expect(await readAll('other/*.md').catch((error) => error.code)).toBe('NOT_FOUND');
    expect(await readAll('prompts/*.yaml')).toEqual({});
  });

  it('may be in a folder that has the name of a glob', async () => {
    await folder.write('[locale]/a.md', 'A');
    expect(await readAll('[locale]')).toEqual({ 'team/a': 'A' });
  });

  it('has extensions in the names of files that differ in nothing else', async () => {
    await folder.write('prompts/a.md', 'A');
    await folder.write('prompts/a.txt', 'B');
    expect(await readAll('prompts/*')).toEqual({ 'team/a.md': 'A', 'team/a.txt': 'B' });
  });

  it('skips links that lead out of the root, nowhere or in a circle, and follows the others', async () => {
    await using outside = await makeFolder();
    await outside.write('secret.md', 'outside');
    await folder.write('prompts/a.md', 'A');
    await folder.write('shared/b.md', 'B');
    await symlink(outside.path, folder.at('prompts/outside'));
    await symlink(outside.at('secret.md'), folder.at('prompts/secret.md'));
    await symlink('nowhere.md', folder.at('prompts/nowhere.md'));
    await symlink('../prompts', folder.at('prompts/circle'));
    await symlink('..', folder.at('prompts/root'));
    await symlink('../shared', folder.at('prompts/shared'));
    await symlink('a.md', folder.at('prompts/again.md'));
    const { 'team/a': a, 'team/again': again, 'team/shared/b': b, ...others } = await readAll('prompts');
    expect([a, again, b]).toEqual(['A', 'A', 'B']);
    expect(others).toEqual({});
  });

  it('lists each file of a mounted ConfigMap once', async () => {
    await folder.write('prompts/..2026_1/a.md', 'A');
    await symlink('..2026_1', folder.at('prompts/..data'));
    await symlink('..data/a.md', folder.at('prompts/a.md'));
    expect(await readAll('prompts')).toEqual({ 'team/a': 'A' });
  });

  it('gains and loses members with its folder', async () => {
    await folder.write('prompts/a.md', 'A');
    const prompts = await serve('prompts');
    expect((await prompts.get('team/a')).content).toBe('A');
    await expect(prompts.get('team/b')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await folder.write('prompts/b.md', 'B');
    expect((await prompts.refresh('team/*')).changed).toEqual(['team/b']);
    expect((await prompts.get('team/b')).content).toBe('B');
  });
});

describe('a collection of files is rejected', () => {
  it.each([
    ['if it is a single file', 'prompts/a.md', 'CONFIG_INVALID', 'is a single file'],
    ['if its folder does not exist', 'missing', 'NOT_FOUND', "'missing'"],
    ['if its folder is a link out of the root', 'outside', 'CONFIG_INVALID', 'outside the root'],
    ['if its braces stand for too many paths', '{a,b}'.repeat(20), 'CONFIG_INVALID', 'use fewer braces'],
  ])('%s', async (_, file, code, message) => {
    await using outside = await makeFolder();
    await outside.write('a.md', 'outside');
    await symlink(outside.path, folder.at('outside'));
    await folder.write('prompts/a.md', 'A');
    await expect(readAll(file)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('at start if it is outside the root', async () => {
    await mkdir(folder.at('root'));
    await expect(serve('../*.md')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(serve('*/../../*.md')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
