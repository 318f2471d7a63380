// Writes the modules of the package in the current folder to its `dist`, beside the declarations of tsc, as few files that contain the
// part of zod that they use. Otherwise, Node would read a hundred files and all 64 languages of zod at each start: most of the time that
// it takes.

import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const bundled = 'zod';

const folder = process.cwd();
const manifest: Manifest = JSON.parse(await readFile('package.json', 'utf8'));
const modules = Object.values(manifest.exports).flatMap((target) =>
  typeof target === 'string' ? [] : Object.values(target),
);
const entryPoints = modules
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
  external: dependencies.flatMap((name) => [name, `${name}/*`]),
  sourcemap: true,
  sourcesContent: false,
  define: { packageVersion: JSON.stringify(manifest.version) },
});
await copyFile(
  resolve(createRequire(resolve(folder, 'package.json')).resolve(`${bundled}/package.json`), '../LICENSE'),
  `dist/${bundled}.LICENSE`,
);
