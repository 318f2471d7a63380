import { PromptError } from '../errors/prompt-error.ts';
import type { Logger } from '../logger.ts';
import type { TemplateSyntax } from './placeholders.ts';
import { faultOfTag, findUnknownTag } from './unknown-tag.ts';

/** The prompts for which a warning was logged, each by an object that lives as long as the prompt. */
const warned = new WeakSet<object>();

interface CheckedTags {
  readonly name: string;
  readonly syntax: TemplateSyntax;
  readonly strict: boolean;
  /** The text with its front matter. Line numbers refer to it. */
  readonly written: string;
  /** An object that lives as long as the prompt: one warning is logged for each. */
  readonly owner: object;
  readonly logger: Logger;
}

/**
 * Checks that all double braces contain a variable, an include or an escape. Without `strict`, others are text, and a warning is
 * logged once per prompt.
 * @throws `CONTENT_INVALID` for a strict text, which names the line and the tag.
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
