import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Table } from './report.ts';

const maxBytes = 15_000;

/** Measures what core adds to a bundle for any JavaScript runtime, without its dependencies. */
export async function bundleSize(): Promise<Table> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../../packages/core/src/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    external: ['zod', 'zod/*', 'yaml', '@standard-schema/spec', 'node:*'],
    metafile: true,
    write: false,
  });
  const minified = outputFiles[0]?.contents as Uint8Array;
  const bytes = gzipSync(minified, { level: 9 }).length;
  const imported = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  const nodeOnly = imported.filter((path) => path.startsWith('node:'));
  return {
    title: 'Size of @prompts/core in a bundle for any runtime (without the node condition), without its dependencies',
    rows: [
      {
        what: 'minified and gzipped',
        measured: `${(bytes / 1_000).toFixed(1)} kB`,
        ratio: `${(bytes / maxBytes).toFixed(2)} × 15 kB`,
        target: { text: '≤ 15 kB', met: bytes <= maxBytes },
      },
      {
        what: 'imported modules of Node.js',
        measured: nodeOnly.join(', ') || 'none',
        target: { text: 'none', met: nodeOnly.length === 0 },
      },
    ],
  };
}
