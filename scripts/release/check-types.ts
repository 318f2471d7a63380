import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { command } from './command.ts';
import { type Layout, npm } from './layouts.ts';
import { createOutsideProject, type Outside } from './outside-project.ts';

const compilers = { 'TypeScript 5.9': 'typescript-5', 'TypeScript 7': 'typescript-7' };
const resolutions = {
  nodenext: ['--module', 'nodenext'],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
};
// The declarations of TypeScript itself are not checked.
const strict = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--skipDefaultLibCheck'];
const newest = ['--lib', 'es2023', '--target', 'es2023', '--types', 'node'];
// Without --typeRoots, TypeScript 5 includes all of `@types`, also those of Node.js.
const oldest = ['--lib', 'es2022,dom', '--target', 'es2022', '--typeRoots', './none'];

const npmWithScope: Layout = { ...npm, settings: ({ scopedNpmrc }) => ({ '.npmrc': scopedNpmrc }) };

/** Compiles an app against the packed declarations, and the declarations themselves (`skipLibCheck: false`). */
export async function checkTypes(checks: Checks, outside: Outside, packages: Iterable<string>): Promise<void> {
  const project = createOutsideProject(outside, npmWithScope, {
    // The others are commands, which no program imports.
    ...Object.fromEntries([...packages].filter((name) => name.startsWith('@prompts/')).map((name) => [name, 'latest'])),
    'typescript-5': 'npm:typescript@~5.9.0',
    'typescript-7': 'npm:typescript@~7.0.2',
    '@types/node': '^24.0.0',
    vitest: '^5.0.0',
  });
  await checks.run('types: all packages are installed', async () => void (await project));
  const folder = await project.catch(() => undefined);
  if (folder === undefined) return;
  for (const [title, compiler] of Object.entries(compilers)) {
    for (const [resolution, options] of Object.entries(resolutions)) {
      await checks.run(`${title}, ${resolution}: declarations and type tests compile`, async () => {
        const tsc = join(folder, 'node_modules', compiler, 'bin/tsc');
        await command(folder, process.execPath, tsc, ...strict, ...newest, ...options, 'types.ts');
        await command(folder, process.execPath, tsc, ...strict, ...newest, ...options, 'types-register.ts');
        await command(folder, process.execPath, tsc, ...strict, ...oldest, ...options, 'types-core.ts');
      });
    }
  }
}
