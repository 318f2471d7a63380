import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { externals } from './externals.mjs';

export default {
  output: { inlineDynamicImports: true },
  // Not `external`: rollup would import all drivers when the bundle starts.
  plugins: [nodeResolve({ exportConditions: ['node'], preferBuiltins: true }), commonjs({ ignore: externals }), json()],
  // What zod's comments and knex's cycles cause.
  onwarn() {},
};
