import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, makeFolder } from '../../test-support/folder.ts';
import { findAppRoot } from './find-app-root.ts';

let folder: Folder;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const dependent = { dependencies: { '@prompts/core': '*' } };

/** Writes packages by folder. */
async function write(packages: Record<string, object>) {
  for (const [path, json] of Object.entries(packages)) await folder.write(`${path}/package.json`, json);
}

async function find(program: string | undefined, workingFolder: string): Promise<string> {
  await mkdir(folder.at(workingFolder), { recursive: true });
  const path = program === undefined ? undefined : folder.at(program);
  if (program !== undefined) await folder.write(program, '');
  const root = findAppRoot({ program: path, workingFolder: folder.at(workingFolder) });
  return root.slice(folder.path.length + 1);
}

describe("the app's folder", () => {
  it("is the program's, wherever it is started", async () => {
    await write({ app: dependent, other: dependent });
    expect(await find('app/src/index.js', 'app/src')).toBe('app');
    expect(await find('app/src/index.js', 'other')).toBe('app');
    expect(await find('app/src/index.js', 'nowhere')).toBe('app');
  });

  it('is that of a tool that is installed elsewhere, not of the repository that it is started in', async () => {
    await write({ 'lib/node_modules/tool': dependent, repository: dependent });
    expect(await find('lib/node_modules/tool/cli.js', 'repository')).toBe('lib/node_modules/tool');
    await mkdir(folder.at('bin'));
    await symlink('../lib/node_modules/tool/cli.js', folder.at('bin/tool'));
    const program = folder.at('bin/tool');
    expect(findAppRoot({ program, workingFolder: folder.at('repository') })).toBe(folder.at('lib/node_modules/tool'));
  });

  it('is that of a tool in a folder above the repository, unless that is its workspace', async () => {
    await write({ '.': {}, 'node_modules/tool': dependent, repository: dependent });
    expect(await find('node_modules/tool/cli.js', 'repository')).toBe('node_modules/tool');
    await write({ '.': { workspaces: ['repository'] } });
    expect(await find('node_modules/tool/cli.js', 'repository')).toBe('repository');
  });

  it("is the project's if one of its own tools runs, even from a pnpm workspace", async () => {
    await write({ app: dependent, 'app/node_modules/vitest': dependent, 'ws/packages/web': dependent });
    expect(await find('app/node_modules/vitest/vitest.mjs', 'app/src')).toBe('app');
    await folder.write('ws/pnpm-workspace.yaml', '');
    const runner = 'ws/node_modules/.pnpm/vitest@1/node_modules/vitest';
    await write({ [runner]: {} });
    expect(await find(`${runner}/vitest.mjs`, 'ws/packages/web')).toBe('ws/packages/web');
    await write({ 'ws/packages/web': {} });
    expect(await find(`${runner}/vitest.mjs`, 'ws/packages/web')).toBe('ws/packages/web');
  });

  it('is the working one if only that depends on core: a process manager or a function runtime', async () => {
    await write({ 'lib/node_modules/pm2': {}, task: { peerDependencies: dependent.dependencies } });
    expect(await find('lib/node_modules/pm2/fork.js', 'task')).toBe('task');
    expect(await find('runtime/index.mjs', 'task')).toBe('task');
  });

  it("is the program's if neither depends on core, and the working one if there is no program", async () => {
    await write({ tool: {}, app: {} });
    expect(await find('tool/cli.js', 'app')).toBe('tool');
    expect(await find(undefined, 'app/src')).toBe('app');
    expect(findAppRoot({ program: 'relative.js', workingFolder: folder.at('app') })).toBe(folder.at('app'));
    expect(findAppRoot({ program: folder.at('gone.js'), workingFolder: folder.at('app') })).toBe(folder.at('app'));
  });

  it('may have a malformed package.json', async () => {
    await folder.write('app/package.json', '[');
    await folder.write('tool/package.json', 'null');
    expect(await find('tool/cli.js', 'app')).toBe('tool');
  });
});

it("is where a program's file entries are read, whatever folder it is started in", async () => {
  await write({ app: { ...dependent, type: 'module' } });
  await folder.write('app/prompts/a.md', 'the text');
  await mkdir(folder.at('other'));
  const module = JSON.stringify(new URL('../index.ts', import.meta.url));
  await folder.write(
    'app/src/index.js',
    `import { createPrompts } from ${module};
    const prompts = await createPrompts({ systemPrompts: { it: { file: './prompts/a.md' } } });
    console.log((await prompts.get('it')).content);
    await prompts.close();`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [folder.at('app/src/index.js')], {
    cwd: folder.at('other'),
  });
  expect(stdout).toBe('the text\n');
});
