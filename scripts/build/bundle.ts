// Writes the modules of the package in the current folder to its `dist`, beside the declarations of tsc, as few files that contain the
// part of zod that they use. Otherwise, Node would read a hundred files and all 64 languages of zod at each start: most of the time that
// it takes.

import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** The target of an export or import: a path, or one for each condition. */
type Target = string | { readonly [condition: string]: Target };

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, Target>>;
  readonly imports?: Readonly<Record<string, Target>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const bundled = 'zod';

const folder = process.cwd();
const manifest: Manifest = JSON.parse(await readFile('package.json', 'utf8'));
const pathsOf = (target: Target): string[] =>
  typeof target === 'string' ? [target] : Object.values(target).flatMap(pathsOf);
const entryPoints = pathsOf({ ...manifest.exports, ...manifest.imports })
  .filter((path) => path.startsWith('./dist/') && path.endsWith('.js'))
  .map((path) => path.replace('./dist/', './src/').replace(/js$/, 'ts'));
const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
  (name) => name !== bundled,
);

await build({
  entryPoints: [...new Set(entryPoints)],
  outbase: 'src',
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'es2023',
  // Which module `#…` means depends on the runtime.
  external: ['#*', ...dependencies.flatMap((name) => [name, `${name}/*`])],
  sourcemap: true,
  sourcesContent: false,
  define: { packageVersion: JSON.stringify(manifest.version) },
});
await copyFile(
  resolve(createRequire(resolve(folder, 'package.json')).resolve(`${bundled}/package.json`), '../LICENSE'),
  `dist/${bundled}.LICENSE`,
);
