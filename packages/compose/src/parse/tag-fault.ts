import { PromptError } from '@prompts/core';
import { lineOf } from './lines.ts';
import type { Tag } from './read-tags.ts';

/** In UTF-16 units. A longer tag is shortened in messages. */
const maxShownLength = 100;

/** Returns a tag as written, shortened for a message. */
export function showTag(text: string, { kind, start, end }: Tag): string {
  if (kind === 'unreadable') return /^\{\{(?:.{0,100}?\}\}|.{0,40})/.exec(text.slice(start, start + 200))?.[0] ?? '{{';
  const tag = text.slice(start, end);
  return tag.length > maxShownLength ? `${tag.slice(0, maxShownLength)}…` : tag;
}

/** Creates the error about a tag. It names the line and the tag. */
export function tagFault(text: string, tag: Tag, problem: string): PromptError {
  return new PromptError('CONTENT_INVALID', `line ${lineOf(text, tag.start)}: '${showTag(text, tag)}' ${problem}`);
}
