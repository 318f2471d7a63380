import { externals } from './externals.mjs';

export default ({ entry, module = false }) => ({
  mode: 'production',
  target: 'node22',
  entry: `./${entry}.mjs`,
  output: {
    path: new URL('../alone', import.meta.url).pathname,
    filename: `webpack-${entry}.${module ? 'mjs' : 'cjs'}`,
    module,
    chunkFormat: module ? 'module' : 'commonjs',
    asyncChunks: false,
  },
  // Minifying takes most of the time.
  optimization: { splitChunks: false, minimize: false },
  experiments: { outputModule: module },
  externals: Object.fromEntries(externals.map((name) => [name, `${module ? 'node-commonjs' : 'commonjs'} ${name}`])),
});
