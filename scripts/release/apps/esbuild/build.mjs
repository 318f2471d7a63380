import { build } from 'esbuild';
import { externals } from './externals.mjs';

const [entryPoint, format, banner, outfile] = process.argv.slice(2);
const js = "import { createRequire } from 'module'; const require = createRequire(import.meta.url);";
await build({
  entryPoints: [entryPoint],
  outfile,
  format,
  banner: banner === 'banner' ? { js } : {},
  bundle: true,
  platform: 'node',
  target: 'node22',
  external: externals,
  logLevel: 'warning',
});
