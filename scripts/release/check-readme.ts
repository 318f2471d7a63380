import { command } from './command.ts';

/** A chapter, by the pattern of its heading. */
type Chapter = readonly [what: string, heading: RegExp];

const forAll: readonly Chapter[] = [
  ['the dependencies and their weight', /^## Dependencies$/m],
  ['the licence', /^## Licence$/m],
];

const forProviders: readonly Chapter[] = [
  ['the installation', /^## Install$/m],
  ['a quick start', /^## Quick start$/m],
  ['the configuration', /^## Configuration$/m],
  ['credentials and the least access that they need', /^## (Authentication|Permissions)$/m],
  ['limits', /^##+ .*\blimits\b/im],
  ['errors', /^## Errors$/m],
];

/** Packages that have no options. */
const withoutOptions = ['@prompts/sql-kit'];

/**
 * Checks that the README in a tarball has the chapters that users look for.
 * @param name The name of the package.
 * @throws {Error} That names everything that is missing.
 */
export async function checkReadme(folder: string, name: string, tarball: string): Promise<void> {
  const readme = await command(folder, 'tar', '-xOzf', tarball, 'package/README.md');
  const chapters = name.startsWith('@prompts/provider-') && !/kit$/.test(name) ? [...forAll, ...forProviders] : forAll;
  const missing = chapters.filter(([, heading]) => !heading.test(readme)).map(([what]) => what);
  if (!readme.startsWith(`# ${name}\n`)) missing.unshift("the package's name as its title");
  if (!/^```(ts|js|sh)$/m.test(readme)) missing.push('an example');
  if (!withoutOptions.includes(name) && !/^\| .*\|\n\| ---/m.test(readme)) missing.push('a table of options');
  if (missing.length > 0) throw new Error(`the README of ${name} lacks ${missing.join(', ')}`);
}
