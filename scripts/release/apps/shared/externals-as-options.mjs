import { externals } from './externals.mjs';

console.log(externals.map((name) => `--external ${name}`).join(' '));
