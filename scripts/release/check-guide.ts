import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { findFiles, writeFiles } from './markdown-files.ts';
import { findTarball, type Tarballs } from './pack.ts';

interface Manifest {
  readonly version: string;
  readonly [field: string]: unknown;
}

const npmInstall = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-update-notifier'];

/**
 * Does what a stranger does who follows the guide for authors of providers, and the shorter version of it in the README of core,
 * word by word in an empty folder: writes the files, tests and packs the package, installs it in an app, and runs that.
 */
export async function checkGuide(
  checks: Checks,
  repository: string,
  parent: string,
  tarballs: Tarballs,
): Promise<void> {
  const read = (name: string) => readFile(join(repository, 'packages/core', name), 'utf8');
  const guide = findFiles(await read('PROVIDERS.md'));
  const folder = join(parent, 'guide/acme-prompts');
  await checks.run('the guide for authors: its package passes the conformance kit, and is packed', async () => {
    await writeFiles(folder, guide);
    await testAndPack(folder, guide, tarballs);
  });
  const app = join(parent, 'guide/app');
  await checks.run('the guide for authors: an app uses the package', async () => {
    await runApp(app, folder, guide, tarballs);
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
      await writeFiles(short, files);
      await cp(new URL('./guide', import.meta.url), short, { recursive: true });
      await testAndPack(short, files, tarballs, ['@prompts/core', '@prompts/provider-testkit', 'vitest']);
      await runApp(join(parent, 'writing-one/app'), short, guide, tarballs);
    },
  );
}

/** Installs, tests and packs a package as the guide says, with the packages that were just packed. */
async function testAndPack(
  folder: string,
  files: ReadonlyMap<string, string>,
  tarballs: Tarballs,
  tools: readonly string[] = [],
): Promise<void> {
  const written: Manifest = JSON.parse(files.get('package.json') ?? '');
  equal(written.version, '0.1.0');
  const manifest = withTarballs(written, tarballs);
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  await command(
    folder,
    'npm',
    ...npmInstall,
    ...tools.map((name) => (tarballs.has(name) ? findTarball(tarballs, name) : name)),
  );
  await command(folder, 'npx', 'vitest', 'run');
  await command(folder, 'npm', 'pack');
}

/** Replaces the ranges of our packages, which are not published yet, with their tarballs. */
function withTarballs(manifest: Manifest, tarballs: Tarballs): Manifest {
  const replace = (dependencies: unknown) =>
    Object.fromEntries(
      Object.entries(Object(dependencies)).map(([name, range]) => [
        name,
        tarballs.has(name) ? `file:${findTarball(tarballs, name)}` : range,
      ]),
    );
  const { dependencies, devDependencies } = manifest;
  return {
    ...manifest,
    dependencies: replace(dependencies),
    devDependencies: replace(devDependencies),
    peerDependencies: { '@prompts/core': '*' },
  };
}

/** Runs the guide's app with the package that was packed. */
async function runApp(
  app: string,
  packageFolder: string,
  guide: ReadonlyMap<string, string>,
  tarballs: Tarballs,
): Promise<void> {
  await mkdir(app, { recursive: true });
  const dependencies = {
    '@prompts/core': `file:${findTarball(tarballs, '@prompts/core')}`,
    'acme-prompts': `file:${join(packageFolder, 'acme-prompts-0.1.0.tgz')}`,
  };
  await writeFile(
    join(app, 'package.json'),
    JSON.stringify({ name: 'app', private: true, type: 'module', dependencies }),
  );
  await writeFile(join(app, 'app.mjs'), guide.get('app.mjs') ?? '');
  await command(app, 'npm', ...npmInstall);
  match(await command(app, process.execPath, 'app.mjs'), /^You review code\.$/m);
}
