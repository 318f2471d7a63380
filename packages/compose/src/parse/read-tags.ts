/** A value for a variable of an included text: a literal text, or the name of another variable. */
export interface Argument {
  readonly variable: string;
  readonly literal?: string | undefined;
  readonly rename?: string | undefined;
}

/** `section` is the beginning of a mustache section, which is text here, and so is its end. */
export type TagKind = 'include' | 'layer' | 'block' | 'end' | 'section' | 'unreadable';

/** Double braces that mean something to composition, or look as if they did. */
export interface Tag {
  readonly kind: TagKind;
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** Where it begins in the text, in UTF-16 units. */
  readonly start: number;
  /** The index after its last character. */
  readonly end: number;
}

const kinds: Readonly<Record<string, TagKind>> = {
  '>': 'include',
  '<': 'layer',
  $: 'block',
  '/': 'end',
  '#': 'section',
  '^': 'section',
};

// Each pattern matches at one place, and none can match the same characters in two ways: the time is linear in the length.
const name = /[\p{L}\p{M}\p{N}_./-]+/uy;
const argument =
  /[ \t]+([\p{ID_Start}$_][\p{ID_Continue}$.]*)=(?:"([^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*)"|([\p{ID_Start}$_][\p{ID_Continue}$.]*))/uy;
const end = /[ \t]*\}\}/y;
const none: readonly Argument[] = [];

/**
 * Finds the tags of a text, in order. Escaped ones (`\{{`) are skipped, and so are unreadable ones after the first.
 * @returns Tags that do not overlap.
 */
export function readTags(text: string): readonly Tag[] {
  const tags: Tag[] = [];
  let hasUnreadable = false;
  let from = 0;
  for (let start = text.indexOf('{{'); start !== -1; start = text.indexOf('{{', from)) {
    const isEscape = text[start - 1] === '\\';
    // Of three braces, the last two may begin a tag. An escape covers two.
    from = start + (isEscape ? 2 : 1);
    if (isEscape) continue;
    const at = skipBlanks(text, start + 2);
    const kind = kinds[text[at] ?? ''];
    if (!kind) continue;
    const tag = readTag(text, start, at + 1, kind);
    if (tag) from = tag.end;
    else if (hasUnreadable || kind === 'section') continue;
    hasUnreadable ||= !tag;
    tags.push(tag ?? { kind: 'unreadable', name: '', arguments: none, start, end: at + 1 });
  }
  return tags;
}

/** @param from The index after the character that determines the kind. */
function readTag(text: string, start: number, from: number, kind: TagKind): Tag | undefined {
  const nameStart = skipBlanks(text, from);
  // Texts that consist of openings only need no pattern.
  const [read] = (text[nameStart] !== '{' && match(name, text, nameStart)) || [];
  if (read === undefined) return undefined;
  let index = nameStart + read.length;
  if (kind === 'section') return { kind, name: read, arguments: none, start, end: index };
  const given: Argument[] = [];
  while (kind === 'include' || kind === 'layer') {
    const next = match(argument, text, index);
    if (!next) break;
    const [written, variable = '', literal, rename] = next;
    given.push({ variable, literal: literal?.replace(/\\(["\\])/g, '$1'), rename });
    index += written.length;
  }
  const closing = match(end, text, index);
  if (!closing) return undefined;
  return { kind, name: read, arguments: given.length > 0 ? given : none, start, end: index + closing[0].length };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function skipBlanks(text: string, from: number): number {
  let index = from;
  while (text[index] === ' ' || text[index] === '\t') index += 1;
  return index;
}
