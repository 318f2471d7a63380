import { unescapeMarkdown } from '@prompts/provider-kit/markdown';
import { mediaUrl } from '../blocks/media-url.ts';
import { visibleText } from '../blocks/visible-text.ts';
import { attributeOf } from './vendor-tags.ts';

const inlineTags =
  'span|u|br|date|mention(?:-[a-z]+)*|page|folder|database|image|audio|video|file|pdf|embed|bookmark|external_object_instance|unknown';

/** The marks of text that begins or ends with a space. */
const marks: Readonly<Record<string, string>> = { b: '**', i: '*', s: '~~' };

/**
 * What is not plain text in a line: an escaped character, code, an equation (some responses write it as code), a tag, the address
 * of a link. All other tags are text: prompts are full of them.
 */
const token = new RegExp(
  [
    /\\[!-/:-@[-`{-~]/,
    /\$`(?<equation>[^`\n]+)`\$/,
    /\$(?<math>(?:[^$\\\n]|\\.)+)\$/,
    /(?<!`)(?<ticks>`{1,9})(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)/,
    /<(?<nothing>p|table[_-]of[_-]contents|custom-block|breadcrumb|empty-block)(?:\s[^<>]*)?\/>/,
    /<(?<opened>[bis])>[ \t]*/,
    /(?:(?<![ \t])[ \t]+)?<\/(?<closed>[bis])>/,
    new RegExp(`<(?<closing>/?)(?<tag>${inlineTags})(?<attributes>(?:\\s[^<>]*?)?)(?<end>/>|></\\k<tag>>|>)`),
    /\]\((?<url>[^()\s]+)\)/,
    /\[\^(?<citation>[^[\]\s]+)\]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** The attributes of a block in version 1. */
const attributes = /^\{(?:\s*(?:color="[a-z]+(?:_bg)?"|toggle="(?:true|false)"))+\s*\}$/;

type Groups = Record<string, string | undefined>;

/** Converts a line of Notion's markdown into what a person sees: markdown without escapes and without Notion's own tags. */
export function convertInline(line: string): string {
  const closings: string[] = [];
  const converted = cutBlockAttributes(line).replace(token, (match: string, ...rest: unknown[]) => {
    const {
      equation,
      math = equation,
      tag,
      closing,
      attributes,
      end,
      url,
      citation,
      nothing,
      opened,
      closed,
    } = rest.at(-1) as Groups;
    // What follows undoes escapes, and LaTeX has none.
    if (math !== undefined) return `$${math.replaceAll('\\', '\\\\')}$`;
    if (url !== undefined) return `](${mediaUrl(cutBraces(url))})`;
    if (citation !== undefined) return ` (${cutBraces(citation)})`;
    if (nothing !== undefined) return '';
    // A mark must touch its text.
    if (opened !== undefined) return `${match.slice('<b>'.length)}${marks[opened]}`;
    if (closed !== undefined) return `${marks[closed]}${match.slice(0, -'</b>'.length)}`;
    if (tag === undefined || tag === 'span' || tag === 'u') return tag === undefined ? match : '';
    if (tag === 'br') return '\n';
    if (closing) return closings.pop() ?? '';
    const { whole, before = '', after = '' } = convertTag(tag, attributes);
    if (end !== '>') return whole;
    closings.push(after);
    return before;
  });
  return visibleText(unescapeMarkdown(converted));
}

/** Removes the attributes of a block at the end of its first line: `{color="red"}`. */
function cutBlockAttributes(line: string): string {
  const start = line.endsWith('}') ? line.lastIndexOf('{') : -1;
  const isEscaped = line[start - 1] === '\\';
  return start === -1 || isEscaped || !attributes.test(line.slice(start)) ? line : line.slice(0, start).trimEnd();
}

/** Addresses within Notion are written in double braces, which would look like variables. */
function cutBraces(url: string): string {
  return url.replace(/^(?:\{\{|\\\{\\\{)(.*?)(?:\}\}|\\\}\\\})$/, '$1');
}

/** @returns What to write instead of a tag without text, or before and after its text. */
function convertTag(tag: string, attributes: string | undefined): Record<'whole', string> & Groups {
  if (tag === 'date' || tag === 'mention-date') return { whole: dateOf(attributes) };
  const address = ['source', 'src', 'url', 'href'].flatMap((name) => attributeOf(attributes, name) ?? [])[0] ?? '';
  const url = mediaUrl(cutBraces(address));
  if (/^mention-(?:user|agent)$/.test(tag) || /^(?:user|agent):/.test(url)) return { whole: '@unknown', before: '@' };
  if (tag === 'image') return { whole: `![](${url})`, before: '![', after: `](${url})` };
  return url === '' || url.startsWith('collection:') ? { whole: '' } : { whole: url, before: '[', after: `](${url})` };
}

function dateOf(attributes: string | undefined): string {
  const read = (name: string) => attributeOf(attributes, name);
  const [start, startTime] = [read('start'), read('start-time') ?? read('startTime')];
  const [end, endTime] = [read('end'), read('end-time') ?? read('endTime')];
  const from = [start, startTime].filter(Boolean).join(' ');
  const to = [end, endTime].filter(Boolean).join(' ');
  return to === '' ? from : `${from} → ${to}`;
}
