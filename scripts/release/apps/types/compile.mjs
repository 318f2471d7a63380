// Compiles the program with one compiler and one way to resolve modules, and runs it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const [compiler, resolution] = process.argv.slice(2);
const modules = {
  node10: ['--module', 'commonjs', '--moduleResolution', 'node10', '--esModuleInterop'],
  node16: ['--module', 'node16'],
  nodenext: ['--module', 'nodenext'],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
};
// Declarations contain Uint8Array<…>, which has no type parameter before TypeScript 5.7.
const skipLibCheck = String(compiler === 'typescript-5.4');
const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', skipLibCheck, '--skipDefaultLibCheck'];
const language = ['--target', 'es2022', '--lib', 'es2023,dom', '--types', 'node'];
const folder = `dist-${compiler}-${resolution}`;
mkdirSync(folder);
writeFileSync(`${folder}/package.json`, JSON.stringify({ type: resolution === 'node10' ? 'commonjs' : 'module' }));
const options = [...strict, ...language, ...modules[resolution], '--outDir', folder, 'main.ts'];
execFileSync(process.execPath, [`node_modules/${compiler}/bin/tsc`, ...options], { stdio: 'inherit' });
execFileSync(process.execPath, [`${folder}/main.js`], { stdio: 'inherit' });
