// Copied into each app: writes the files that the README of core shows. Their names are in the first line of a code block.
import { readFileSync, writeFileSync } from 'node:fs';

const readme = readFileSync(new URL('./node_modules/@prompts/core/README.md', import.meta.url), 'utf8');
for (const name of process.argv.slice(2)) {
  const [, code] = readme.split(`// ${name}\n`);
  writeFileSync(name, code.slice(0, code.indexOf('```')));
}
