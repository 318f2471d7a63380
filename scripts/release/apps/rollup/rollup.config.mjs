import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { externals } from './externals.mjs';

const banner = "import { createRequire } from 'module'; const require = createRequire(import.meta.url);";

export default ({ format }) => ({
  output: { inlineDynamicImports: true, banner: format === 'es' ? banner : '' },
  // Not `external`: rollup would import all drivers when the bundle starts.
  plugins: [nodeResolve({ exportConditions: ['node'], preferBuiltins: true }), commonjs({ ignore: externals }), json()],
  // What zod's comments and knex's cycles cause.
  onwarn() {},
});
