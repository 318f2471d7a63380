import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const maxBytes = 100_000;
const { outputFiles } = await build({
  stdin: {
    contents: "import { createPrompts } from '@prompts/core'; globalThis.createPrompts = createPrompts;",
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  conditions: ['node'],
  write: false,
});
const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length;
console.log(`${bytes} bytes, minified and gzipped`);
if (bytes > maxBytes) process.exitCode = 1;
