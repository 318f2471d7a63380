#!/usr/bin/env node
import { createPackage } from './create-package.ts';
import { nextCommands } from './next-commands.ts';
import { parsePackageNames } from './package-names.ts';
import { parseCommandLine, usage } from './parse-command-line.ts';
import { readAuthor } from './read-author.ts';
import { UsageError } from './usage-error.ts';

try {
  process.stdout.write(await run());
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** @returns What to print. */
async function run(): Promise<string> {
  const given = parseCommandLine(process.argv.slice(2));
  if (given === undefined) return usage;
  const names = parsePackageNames(given);
  const author = await readAuthor();
  const folder = await createPackage({ names, parent: process.cwd(), author, year: new Date().getFullYear() });
  const lines = [
    `Created the package ${names.packageName} with the provider '${names.provider}' in ${folder}`,
    '',
    ...nextCommands(names.folder, process.env.npm_config_user_agent).map((command) => `  ${command}`),
    '',
    ...(author === undefined ? ['Write your name into LICENSE, in place of [fullname].'] : []),
    'Then follow CONTRIBUTING.md, which says how to read from your source instead of the sample, and how to publish.',
  ];
  return `${lines.join('\n')}\n`;
}
