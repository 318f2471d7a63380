import type { YAMLParseError } from 'yaml';
import { PromptError } from '../errors/prompt-error.ts';

/** In characters. Enough for any metadata, little enough for the parser. */
const longestFrontMatter = 32 * 1024;

/**
 * Takes a leading `---` YAML block off a text. A text that opens one and never closes it has none.
 * @throws `CONTENT_INVALID` for a block that is too large, no YAML, no mapping, or uses aliases.
 */
export async function splitFrontMatter(
  text: string,
): Promise<{ content: string; metadata: Readonly<Record<string, unknown>> }> {
  const match = /---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|(?![\s\S]))/my.exec(text);
  if (!match) return { content: text, metadata: {} };
  const [whole, block = ''] = match;
  if (block.length > longestFrontMatter) throw fail('is larger than 32 KiB: move text below it');
  return { content: text.slice(whole.length), metadata: await parseYaml(block) };
}

function fail(fault: string): PromptError {
  return new PromptError('CONTENT_INVALID', `the front matter ${fault}`);
}

async function parseYaml(block: string): Promise<Record<string, unknown>> {
  // Imported only where a text has front matter: most have none.
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    // Comparing each key with each takes half a second for a hostile block; the last of two counts, as in JSON.
    value = parse(block, { schema: 'core', maxAliasCount: 0, logLevel: 'error', uniqueKeys: false }) ?? {};
  } catch (error) {
    const { code, linePos } = error as YAMLParseError;
    // An alias is found when values are made, and then has no place.
    throw fail(
      linePos ? `is no valid YAML: ${code} in line ${linePos[0].line + 1}` : 'uses aliases: write the values out',
    );
  }
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw fail('is no mapping: write lines such as `title: Hi`');
}
