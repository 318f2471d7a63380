import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

/** How the command is used. */
export const usage = `Usage: npm create prompts-provider <name>

Creates a package with a prompt provider of your own, in a new folder.

  name                       provider   package and folder
  acme                       acme       prompts-provider-acme
  @acme/wiki                 wiki       @acme/prompts-provider-wiki, in prompts-provider-wiki
  acme-prompts-sharepoint    sharepoint acme-prompts-sharepoint
`;

/**
 * Parses the arguments of the command.
 * @returns The name; undefined if help is requested.
 * @throws UsageError If there is not exactly one name, or an unknown option.
 */
export function parseCommandLine(args: readonly string[]): string | undefined {
  const { help, names } = parse(args);
  if (help) return undefined;
  const [name, ...others] = names;
  if (name === undefined) throw new UsageError('The name is missing: npm create prompts-provider acme');
  if (others.length > 0) {
    throw new UsageError(`There is more than one name (${names.join(' ')}): write one, such as ${names.join('-')}.`);
  }
  return name;
}

function parse(args: readonly string[]): { readonly help: boolean; readonly names: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', short: 'h', default: false } },
      allowPositionals: true,
    });
    return { help: values.help, names: positionals };
  } catch (error) {
    const [fault] = (error as Error).message.split('. ');
    throw new UsageError(`${fault}: write a name such as acme. The only option is --help.`);
  }
}
