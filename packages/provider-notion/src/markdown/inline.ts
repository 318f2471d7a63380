import { unescapeMarkdown } from '@prompts/markup-kit';
import { mediaUrl } from '../blocks/media-url.ts';
import { visibleText } from '../blocks/visible-text.ts';
import { convertTag, cutBraces, inlineTags } from './inline-tags.ts';

/**
 * The parts of a line that are not plain text: an escaped character, code, an equation (some responses write it as code), a tag, an
 * address. All other tags are text: prompts are full of them.
 */
const token = new RegExp(
  [
    /\\[!-/:-@[-`{-~]/,
    /\$`(?<equation>[^`\n]+)`\$/,
    /\$(?<math>(?:[^$\\\n]|\\.)+)\$/,
    /(?<!`)(?<ticks>`{1,9})(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)/,
    /(?<color><\/?(?:span|u)(?:\s[^<>]*)?>)/,
    /<(?<nothing>p|table[_-]of[_-]contents|custom-block|breadcrumb|empty-block)(?:\s[^<>]*)?\/>/,
    /<(?<opened>[bis])>[ \t]*/,
    /(?:(?<![ \t])[ \t]+)?<\/(?<closed>[bis])>/,
    new RegExp(`<(?<tag>${inlineTags})(?<attributes>(?:\\s[^<>]*?)?)(?<end>/>|></\\k<tag>>|>)`),
    new RegExp(`</(?<closing>${inlineTags})>`),
    /\]\((?<url>[^()\s]+)\)/,
    /\[\^(?<citation>[^[\]\s]+)\]/,
    /<(?<link>https?:[^<>\s]+)>/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** The marks of text that begins or ends with a space. */
const marks: Readonly<Record<string, string>> = { b: '**', i: '*', s: '~~' };

/** The attributes of a block in version 1. */
const attributes = /^\{(?:\s*(?:color="[a-z]+(?:_bg)?"|toggle="(?:true|false)"))+\s*\}$/;

type Groups = Record<string, string | undefined>;

/** Converts a line of Notion's markdown into what a person sees: markdown without escapes and without Notion's own tags. */
export function convertInline(line: string): string {
  /** The text that ends each open tag. */
  const closings: string[] = [];
  const converted = cutBlockAttributes(line).replace(token, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Groups;
    if (groups.tag !== undefined) {
      const { whole, before = '', after = '' } = convertTag(groups.tag, groups.attributes);
      if (groups.end !== '>') return whole;
      if (groups.tag !== 'br') closings.push(after);
      return before;
    }
    return groups.closing === undefined ? convertToken(match, groups) : (closings.pop() ?? '');
  });
  return visibleText(unescapeMarkdown(converted));
}

function convertToken(match: string, { equation, math = equation, ...groups }: Groups): string {
  const { url, citation, link, color, nothing, opened, closed } = groups;
  // The backslashes of LaTeX are not escapes, but unescapeMarkdown would remove them.
  if (math !== undefined) return `$${math.replaceAll('\\', '\\\\')}$`;
  if (url !== undefined) return `](${mediaUrl(cutBraces(url))})`;
  if (citation !== undefined) return ` (${cutBraces(citation)})`;
  if (link !== undefined) return link;
  if (color !== undefined || nothing !== undefined) return '';
  // A mark must touch its text.
  if (opened !== undefined) return `${match.slice('<b>'.length)}${marks[opened]}`;
  if (closed !== undefined) return `${marks[closed]}${match.slice(0, -'</b>'.length)}`;
  return match;
}

/** Removes the attributes of a block at the end of its first line: `{color="red"}`. */
function cutBlockAttributes(line: string): string {
  const start = line.endsWith('}') ? line.lastIndexOf('{') : -1;
  const isEscaped = line[start - 1] === '\\';
  return start === -1 || isEscaped || !attributes.test(line.slice(start)) ? line : line.slice(0, start).trimEnd();
}
