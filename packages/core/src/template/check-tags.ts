import { PromptError } from '../errors/prompt-error.ts';
import type { Logger } from '../logger.ts';
import type { TemplateSyntax } from './compile.ts';
import { faultOfTag, findUnknownTag } from './unknown-tag.ts';

/** The prompts that were warned about, by an object that lives as long as the prompt. */
const warned = new WeakSet<object>();

interface CheckedTags {
  readonly name: string;
  readonly syntax: TemplateSyntax;
  readonly strict: boolean;
  /** The text with its front matter, whose lines are counted. */
  readonly written: string;
  /** Lives as long as the prompt: a prompt is warned about once. */
  readonly owner: object;
  readonly logger: Logger;
}

/**
 * Checks that double braces hold something: a variable, an include or an escape. Without `strict` they are text, and a warning
 * is logged once per prompt.
 * @throws `CONTENT_INVALID` for a strict text, naming line and tag.
 */
export function checkTags(content: string, { name, syntax, strict, written, owner, logger }: CheckedTags): void {
  if (syntax !== 'mustache' || (!strict && warned.has(owner))) return;
  const found = findUnknownTag(content, written);
  if (!found) return;
  if (strict) throw new PromptError('CONTENT_INVALID', faultOfTag(found));
  warned.add(owner);
  logger.warn(
    `@prompts: prompt '${name}', line ${found.line}: '${found.tag}' is not a variable and stays text. Write \\{{ for literal braces, or set syntax: 'none'`,
  );
}
