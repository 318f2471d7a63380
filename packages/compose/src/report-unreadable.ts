import { type HookEntry, type Logger, PromptError } from '@prompts/core';
import type { ParsedText } from './parse/parse.ts';

/** The prompts for which a warning was logged. */
const warned = new WeakMap<Logger, Set<string>>();

/**
 * Reports a tag that looks like an include, but can't be read: it is text. Logs one warning per prompt.
 * @throws `CONTENT_INVALID` if the text is strict.
 */
export function reportUnreadable({ unreadable }: ParsedText, { name, strict, logger }: HookEntry): void {
  if (!unreadable) return;
  const { line, tag } = unreadable;
  const advice = 'write \\{{ for literal braces';
  if (strict)
    throw new PromptError(
      'CONTENT_INVALID',
      `line ${line}: '${tag}' can't be read: fix it, ${advice}, or set strict: false`,
    );
  const names = warned.get(logger) ?? new Set();
  if (names.has(name)) return;
  warned.set(logger, names.add(name));
  logger.warn(`@prompts: prompt '${name}', line ${line}: '${tag}' can't be read and stays text. Fix it, or ${advice}`);
}
