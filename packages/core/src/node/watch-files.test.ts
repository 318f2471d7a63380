import fs from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
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

async function serve(file: string, name = 'it'): Promise<Prompts> {
  const prompts: Prompts = await createPrompts({
    systemPrompts: { [name]: { file, cache: { ttl: 86_400 } } },
    root: folder.path,
    watchFiles: true,
    logger: false,
  });
  open.push(prompts);
  return prompts;
}

/** Resolves when the prompt has this text, without being read. */
const arrival = (prompts: Prompts, content: string, name = 'it') =>
  new Promise<void>((resolve) => {
    prompts.on('change', (change) => {
      if (change.name === name && change.prompt.content === content) resolve();
    });
  });

/** Replaces a link atomically, as Kubernetes does. */
async function relink(target: string, link: string): Promise<void> {
  await symlink(target, folder.at(`${link}.tmp`));
  await rename(folder.at(`${link}.tmp`), folder.at(link));
}

describe('a watched file is reloaded', () => {
  async function expectReloads(file: string, changes: readonly (readonly [string, () => Promise<unknown>])[]) {
    const prompts = await serve(file);
    expect((await prompts.get('it')).content).toBe('one');
    for (const [content, change] of changes) {
      const arrived = arrival(prompts, content);
      await change();
      await arrived;
    }
  }

  it('when the ConfigMap that it is mounted from is updated, again and again', async () => {
    await folder.write('etc/..1/a.md', 'one');
    await symlink('..1', folder.at('etc/..data'));
    await symlink('..data/a.md', folder.at('etc/a.md'));
    const update = (number: number, content: string) =>
      [
        content,
        async () => {
          await folder.write(`etc/..${number}/a.md`, content);
          await relink(`..${number}`, 'etc/..data');
          await rm(folder.at(`etc/..${number - 1}`), { recursive: true });
        },
      ] as const;
    await expectReloads('etc/a.md', [update(2, 'two'), update(3, 'three')]);
  });

  it('when a link to it is replaced, and when the new target changes', async () => {
    await folder.write('v1/a.md', 'one');
    await folder.write('v2/a.md', 'two');
    await symlink(folder.at('v1/a.md'), folder.at('a.md'));
    await expectReloads('a.md', [
      ['two', () => relink('v2/a.md', 'a.md')],
      ['three', () => folder.write('v2/a.md', 'three')],
    ]);
  });

  it('when its folder is renamed away and another one takes its place', async () => {
    await folder.write('x/sub/a.md', 'one');
    await folder.write('y/sub/a.md', 'two');
    await expectReloads('x/sub/a.md', [
      ['two', () => rename(folder.at('x'), folder.at('z')).then(() => rename(folder.at('y'), folder.at('x')))],
      ['three', () => folder.write('x/sub/a.md', 'three')],
    ]);
  });

  it('when it appears while its folders are looked up', async (context) => {
    await folder.write('sub/a.md', 'one');
    const { statSync } = fs;
    let calls = 0;
    // Every other look finds nothing, as if a folder had just been moved there.
    const replacement = (path: string, options: object) => {
      if (path === folder.at('sub/a.md')) calls += 1;
      return calls % 2 === 1 && path === folder.at('sub/a.md') ? undefined : statSync(path, options);
    };
    const restore = () => {
      Object.assign(fs, { statSync });
      syncBuiltinESMExports();
    };
    context.onTestFinished(restore);
    const change = (content: string) => async () => {
      Object.assign(fs, { statSync: replacement });
      syncBuiltinESMExports();
      calls = 0;
      await folder.write('sub/a.md', content);
    };
    await expectReloads('sub/a.md', [
      ['two', change('two')],
      ['three', change('three')],
    ]);
    expect(calls).toBeGreaterThan(0);
  });

  it('when its folder is deleted and created anew', async () => {
    await folder.write('sub/a.md', 'one');
    const again = (content: string) =>
      [
        content,
        async () => {
          await rm(folder.at('sub'), { recursive: true });
          await folder.write('sub/a.md', content);
        },
      ] as const;
    await expectReloads('sub/a.md', [again('two'), again('three'), ['four', () => folder.write('sub/a.md', 'four')]]);
  });

  it('when its folder is created later', async () => {
    const prompts = await serve('not/yet/a.md');
    await expect(prompts.get('it')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const arrived = arrival(prompts, 'here');
    await folder.write('not/yet/a.md', 'here');
    await arrived;
  });
});

describe('a watched collection', () => {
  it('gains files, even in new and linked folders', async () => {
    await folder.write('prompts/a.md', 'A');
    await folder.write('shared/s.md', 'S');
    const prompts = await serve('prompts', 'team/*');
    expect((await prompts.get('team/a')).content).toBe('A');
    const steps: [string, string, () => Promise<unknown>][] = [
      ['team/b', 'B', () => folder.write('prompts/b.md', 'B')],
      ['team/new/deep/c', 'C', () => folder.write('prompts/new/deep/c.md', 'C')],
      ['team/new/deep/d', 'D', () => folder.write('prompts/new/deep/d.md', 'D')],
      ['team/shared/s', 'S', () => symlink('../shared', folder.at('prompts/shared'))],
      ['team/shared/s', 'S2', () => folder.write('shared/s.md', 'S2')],
      ['team/a', 'A2', () => folder.write('prompts/a.md', 'A2')],
    ];
    for (const [name, content, change] of steps) {
      const arrived = arrival(prompts, content, name);
      await change();
      await arrived;
    }
  });

  it('loses a deleted file', async () => {
    await folder.write('prompts/a.md', 'A');
    await folder.write('prompts/b.md', 'B');
    const prompts = await serve('prompts', 'team/*');
    await prompts.get('team/a');
    const removed = new Promise<string>((resolve) =>
      prompts.on('error', ({ name, error }) => name === 'team/b' && resolve(error.code)),
    );
    await rm(folder.at('prompts/b.md'));
    expect(await removed).toBe('NOT_FOUND');
  });

  it('is loaded when its folder is created later', async () => {
    const prompts = await serve('./prompts/*/*.md', 'team/*');
    await expect(prompts.refresh('team/*')).resolves.toMatchObject({ failed: [{ name: 'team/*' }] });
    const arrived = arrival(prompts, 'A', 'team/x/a');
    await mkdir(folder.at('prompts'));
    await folder.write('prompts/x/a.md', 'A');
    await arrived;
  });

  it('follows a mounted ConfigMap', async () => {
    await folder.write('etc/..1/a.md', 'one');
    await symlink('..1', folder.at('etc/..data'));
    await symlink('..data/a.md', folder.at('etc/a.md'));
    const prompts = await serve('etc', 'team/*');
    expect((await prompts.get('team/a')).content).toBe('one');
    const arrived = arrival(prompts, 'two', 'team/a');
    await folder.write('etc/..2/a.md', 'two');
    await relink('..2', 'etc/..data');
    await arrived;
  });
});
