import type { YAMLParseError } from 'yaml';
import { PromptError } from '../errors/prompt-error.ts';

/** In UTF-16 code units. Enough for any metadata, and small enough to parse quickly. */
const maxLength = 32 * 1024;

/**
 * Separates a leading `---` YAML block from a text. A block that is not closed, or whose YAML is not a mapping, is text.
 * @throws `CONTENT_INVALID` for a block that is too large, is not valid YAML, or uses aliases.
 */
export async function splitFrontMatter(
  text: string,
): Promise<{ content: string; metadata: Readonly<Record<string, unknown>> }> {
  const match = /---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|(?![\s\S]))/my.exec(text);
  if (!match) return { content: text, metadata: {} };
  const [whole, block = ''] = match;
  if (block.length > maxLength) throw invalid('is larger than 32 KiB: move text below the closing ---');
  const metadata = await parseYaml(block);
  return metadata ? { content: text.slice(whole.length), metadata } : { content: text, metadata: {} };
}

function invalid(fault: string): PromptError {
  return new PromptError(
    'CONTENT_INVALID',
    `the front matter ${fault}. If it is part of the text, set frontMatter: false`,
  );
}

/** @returns undefined for YAML that is not a mapping. */
async function parseYaml(block: string): Promise<Record<string, unknown> | undefined> {
  // Imported only where a text has front matter: most have none.
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    // Checking that keys are unique takes half a second for a hostile block. The last of two counts, as in JSON.
    // Creating an excerpt for each of thousands of errors takes as long.
    value = parse(block, {
      schema: 'core',
      maxAliasCount: 0,
      logLevel: 'error',
      uniqueKeys: false,
      prettyErrors: false,
    });
  } catch (error) {
    const { code, pos } = error as Partial<YAMLParseError>;
    // An alias is detected when values are created, and then has no position.
    throw invalid(
      pos
        ? `is not valid YAML: ${code} on line ${block.slice(0, pos[0]).split('\n').length + 1}`
        : 'uses YAML aliases, which are not supported: repeat the values',
    );
  }
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMapping ? (value as Record<string, unknown>) : undefined;
}
