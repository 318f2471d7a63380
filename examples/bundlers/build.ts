import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Writes the app as one file that needs no `node_modules`. */
export async function buildApp(outfile: string, conditions: string[] = []): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('./app.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['node', ...conditions],
    // For dependencies that are CommonJS.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}

if (import.meta.main) await buildApp('dist/app.mjs');
