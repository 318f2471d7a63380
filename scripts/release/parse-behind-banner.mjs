// Parses each module of a folder behind the usual banner of a bundle. A name that both declare is a syntax error.
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceTextModule } from 'node:vm';

const banner = `
import { createRequire } from 'module';
const require = createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;
`;
const [folder] = process.argv.slice(2);
const files = await Array.fromAsync(glob('**/*.js', { cwd: folder }));
assert.notEqual(files.length, 0);
for (const file of files) {
  new SourceTextModule(banner + (await readFile(join(folder, file), 'utf8')), { identifier: file });
}
