import { PromptError } from '../errors/prompt-error.ts';
import type { NormaliseRules } from './normalise.ts';

/** In characters. Enough for any metadata, little enough for the parser. */
const longestFrontMatter = 32 * 1024;

/** A YAML parser takes seconds for tens of thousands of keys. */
const mostLines = 2000;

const opening = /^---[ \t]*\r?\n/;
const closing = /^---[ \t]*(?:\r?\n|$)/gm;

/**
 * Takes a leading `---` YAML block off a text. A text that opens one and never closes it has none.
 * @throws `CONTENT_INVALID` for a block that is too large, no YAML, no mapping, or uses aliases.
 */
export async function splitFrontMatter(
  text: string,
  { prompt, provider }: NormaliseRules,
): Promise<{ content: string; metadata: Readonly<Record<string, unknown>> }> {
  const start = opening.exec(text)?.[0].length;
  if (start === undefined) return { content: text, metadata: {} };
  closing.lastIndex = start;
  const end = closing.exec(text);
  if (end === null) return { content: text, metadata: {} };
  const block = text.slice(start, end.index);
  const fail = (fault: string) => new PromptError('CONTENT_INVALID', `the front matter ${fault}`, { prompt, provider });
  if (block.length > longestFrontMatter) throw fail('is larger than 32 KiB: move text below it');
  if (block.split('\n', mostLines + 1).length > mostLines)
    throw fail(`has more than ${mostLines} lines: move text below it`);
  const metadata = await parseYaml(block, fail);
  return { content: text.slice(closing.lastIndex), metadata };
}

async function parseYaml(block: string, fail: (fault: string) => PromptError): Promise<Record<string, unknown>> {
  // Imported only where a text has front matter: most have none.
  const { parseDocument } = await import('yaml');
  const document = parseDocument(block, { schema: 'core', uniqueKeys: true, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) throw fail(`is no valid YAML: ${error.code} in line ${(error.linePos?.[0].line ?? 0) + 1}`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    throw fail('uses aliases: write the values out');
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw fail('is no mapping: write lines such as `title: My prompt`');
  return value as Record<string, unknown>;
}
