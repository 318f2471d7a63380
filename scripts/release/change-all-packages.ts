// Adds a changeset that concerns every public package of the workspace in the working directory. A canary release needs it:
// its versions are prereleases, which no range of an earlier release includes.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const lines: string[] = [];
for (const folder of await readdir('packages')) {
  const manifest = JSON.parse(await readFile(join('packages', folder, 'package.json'), 'utf8'));
  if (!manifest.private) lines.push(`'${manifest.name}': patch`);
}
await writeFile('.changeset/canary.md', ['---', ...lines, '---', '', 'A canary release.', ''].join('\n'));
