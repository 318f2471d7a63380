import { type HookEntry, type Logger, PromptError } from '@prompts/core';
import type { ParsedText } from './parse/parse.ts';
import { readTags } from './parse/read-tags.ts';
import { showTag } from './parse/tag-fault.ts';

const advice = 'write \\{{ for literal braces';

/** Reports what is probably a mistake in a text, but has a meaning: as a warning, once per prompt and kind, or as an error. */
export class OddityReport {
  readonly #reported = new WeakMap<Logger, Set<string>>();

  /**
   * Reports a tag that looks like an include, but can't be read: it is text.
   * @throws `CONTENT_INVALID` if the text is strict.
   */
  unreadableTag({ unreadable }: ParsedText, entry: HookEntry): void {
    if (!unreadable) return;
    const { line, tag } = unreadable;
    const where = `line ${line}: '${tag}' can't be read`;
    if (entry.strict) throw new PromptError('CONTENT_INVALID', `${where}: fix it, ${advice}, or set strict: false`);
    this.#warn(entry, 'tag', `${where} and stays text. Fix it, or ${advice}`);
  }

  /** Reports a block of a layer that replaces nothing. */
  unusedBlock(block: string, base: string, entry: HookEntry): void {
    this.#warn(entry, 'block', `'${base}' does not use the block '${block}', so that its text is lost. Check the name`);
  }

  #warn({ name, logger }: HookEntry, kind: string, message: string): void {
    const reported = this.#reported.get(logger) ?? new Set();
    const key = `${kind} ${name}`;
    if (reported.has(key)) return;
    this.#reported.set(logger, reported.add(key));
    logger.warn(`@prompts: prompt '${name}', ${message}`);
  }
}

/** @throws `CONTENT_INVALID` if tags are left in a composed text that is strict. They come from parts that are not. */
export function checkLeftTags(text: string, { strict }: HookEntry): void {
  const tag = strict && readTags(text).find(({ kind }) => kind !== 'section');
  if (!tag) return;
  const problem = `'${showTag(text, tag)}' in the text of a part can't be read`;
  throw new PromptError('CONTENT_INVALID', `${problem}: fix it, ${advice}, or set strict: false`);
}
