import { deepEqual, match, rejects } from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { npm } from './layouts.ts';
import { findFiles, writeFiles } from './markdown-files.ts';
import type { Outside } from './outside-project.ts';

/**
 * Does what a stranger does who follows the guide for authors of providers, and the shorter version of it in the README of core,
 * word by word in an empty folder: writes the files, tests and packs the package, installs it in an app, and runs that.
 */
export async function checkGuide(checks: Checks, outside: Outside, repository: string): Promise<void> {
  const { parent } = outside;
  const read = (name: string) => readFile(join(repository, 'packages/core', name), 'utf8');
  const guide = findFiles(await read('PROVIDERS.md'));
  const folder = join(parent, 'guide/acme-prompts');
  await checks.run('the guide for authors: its package passes the conformance kit, and is packed', async () => {
    await testAndPack(outside, folder, guide);
  });
  const app = join(parent, 'guide/app');
  await checks.run('the guide for authors: an app uses the package', async () => {
    await runApp(outside, app, tarballIn(folder), guide);
  });
  await checks.run('the guide for authors: an app uses the published package', async () => {
    await command(folder, 'npm', 'publish', '--registry', outside.registry.url);
    await runApp(outside, join(parent, 'guide/later-app'), 'acme-prompts', guide);
  });
  await checks.run('the guide for authors: an app checks its config', async () => {
    const tsc = join(folder, 'node_modules/typescript/bin/tsc');
    const compile = async (id: string, line: string) => {
      const entry = `{ provider: 'acme', config: { ${id}: 'review' } }`;
      const text = `${line}\nimport { createPrompts } from '@prompts/core';\nawait createPrompts({ systemPrompts: { it: ${entry} } });\n`;
      await writeFile(join(app, 'types.ts'), text);
      await command(
        app,
        process.execPath,
        tsc,
        '--strict',
        '--noEmit',
        '--module',
        'nodenext',
        '--skipLibCheck',
        'types.ts',
      );
    };
    for (const line of ["import type {} from 'acme-prompts';", "import 'acme-prompts/register';"]) {
      await compile('id', line);
      await rejects(compile('ide', line), /ide/);
    }
  });
  await checks.run(
    "'Writing one' in the README of core: its package passes the conformance kit, and is used",
    async () => {
      const short = join(parent, 'writing-one/acme-prompts');
      const files = findFiles(await read('README.md'));
      deepEqual([...files.keys()], ['index.js', 'package.json']);
      await cp(new URL('./guide', import.meta.url), short, { recursive: true });
      await testAndPack(outside, short, files, ['--save-dev', '@prompts/core', '@prompts/provider-testkit', 'vitest']);
      await runApp(outside, join(parent, 'writing-one/app'), tarballIn(short), guide);
    },
  );
}

/** Installs, tests and packs a package as the guide says. */
async function testAndPack(
  { registry }: Outside,
  folder: string,
  files: ReadonlyMap<string, string>,
  tools: readonly string[] = [],
): Promise<void> {
  await writeFiles(folder, files);
  await writeFile(join(folder, '.npmrc'), registry.scopedNpmrc);
  await command(folder, ...npm.install, ...tools);
  await command(folder, 'npx', 'vitest', 'run');
  await command(folder, 'npm', 'pack');
}

function tarballIn(packageFolder: string): string {
  return join(packageFolder, 'acme-prompts-0.1.0.tgz');
}

/** Runs the guide's app with the package. @param wanted What npm installs: a tarball, or a name. */
async function runApp(
  { registry }: Outside,
  app: string,
  wanted: string,
  guide: ReadonlyMap<string, string>,
): Promise<void> {
  await mkdir(app, { recursive: true });
  await writeFile(join(app, '.npmrc'), registry.npmrc);
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  await writeFile(join(app, 'app.mjs'), guide.get('app.mjs') ?? '');
  await command(app, ...npm.install, '@prompts/core', wanted);
  match(await command(app, process.execPath, 'app.mjs'), /^You review code\.$/m);
}
