// Copied into each app: the list of externals in the README of @prompts/provider-db.
import { readFileSync } from 'node:fs';

const readme = readFileSync(new URL('./node_modules/@prompts/provider-db/README.md', import.meta.url), 'utf8');
const [, list] = /external: \[([^\]]+)\]/.exec(readme) ?? [];

export const externals = Array.from(list.matchAll(/'([^']+)'/g), ([, name]) => name);
