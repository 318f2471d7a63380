import { placeholders } from './placeholders.ts';

/** Double braces in a text that are neither a variable, an include nor an escape. */
export interface UnknownTag {
  /** Counted from 1. */
  readonly line: number;
  /** As written, shortened. */
  readonly tag: string;
}

/** Tags that begin with one of `> < $ /` belong to includes. */
const unknownTag = /\{\{(?![ \t]{0,100}[><$/])(?:.{0,100}?\}\}|.{0,40})/;

/**
 * Finds the first double braces of a `mustache` text that have no meaning.
 * @param written The text with its front matter. Line numbers refer to it.
 */
export function findUnknownTag(content: string, written = content): UnknownTag | undefined {
  if (!content.includes('{{')) return undefined;
  const match = unknownTag.exec(content.replace(placeholders.mustache, (known) => '_'.repeat(known.length)));
  if (!match) return undefined;
  const tag = content.slice(match.index, match.index + match[0].length);
  const before = (written.endsWith(content) ? written.length - content.length : 0) + match.index;
  return { line: written.slice(0, before).split('\n').length, tag };
}

/** Says what is wrong with a tag in a strict text. */
export function faultOfTag({ line, tag }: UnknownTag): string {
  return `line ${line}: '${tag}' is neither a variable nor an include: fix it, write \\{{ for literal braces, or set strict: false`;
}
