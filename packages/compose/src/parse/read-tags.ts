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

/** Finds the tags of a text, in order. Escaped ones (`\{{`) are skipped. */
export function* readTags(text: string): Iterable<Tag> {
  let from = 0;
  for (let start = text.indexOf('{{'); start !== -1; start = text.indexOf('{{', from)) {
    const isEscape = start > from - 1 && text[start - 1] === '\\';
    const tag = isEscape ? undefined : readTag(text, start);
    // Of three braces, the last two may begin a tag. An escape covers two.
    from = tag?.end ?? start + (isEscape ? 2 : 1);
    if (tag) yield tag;
  }
}

function readTag(text: string, start: number): Tag | undefined {
  const at = skipBlanks(text, start + 2);
  const kind = kinds[text[at] ?? ''];
  if (!kind) return undefined;
  const nameStart = skipBlanks(text, at + 1);
  const unreadable = { kind: 'unreadable', name: '', arguments: none, start, end: at + 1 } as const;
  // Texts that consist of openings only are answered without a pattern.
  const found = text[nameStart] === '{' ? undefined : match(name, text, nameStart);
  if (kind === 'section') return found && { ...unreadable, kind, name: found[0] };
  if (!found) return unreadable;
  let index = nameStart + found[0].length;
  const given: Argument[] = [];
  while (kind === 'include' || kind === 'layer') {
    const next = match(argument, text, index);
    if (!next) break;
    const [written, variable = '', literal, rename] = next;
    given.push({ variable, literal: literal?.replace(/\\(["\\])/g, '$1'), rename });
    index += written.length;
  }
  const closing = match(end, text, index);
  if (!closing) return unreadable;
  return { kind, name: found[0], arguments: given.length > 0 ? given : none, start, end: index + closing[0].length };
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
