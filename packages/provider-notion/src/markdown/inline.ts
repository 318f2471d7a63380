import { unescapeMarkdown } from '@prompts/provider-kit/markdown';
import { mediaUrl } from '../blocks/media-url.ts';
import { visibleText } from '../blocks/visible-text.ts';
import { attributeOf } from './vendor-tags.ts';

const inlineTags =
  'span|br|mention-[a-z-]+|page|database|audio|video|file|pdf|embed|bookmark|unknown|table_of_contents|breadcrumb|empty-block';

/**
 * What is not plain text in a line: an escaped character, code, an equation (some responses write it as code), a tag, the address
 * of a link. All other tags are text: prompts are full of them. So are character references: Notion does not escape `&`.
 */
const token = new RegExp(
  [
    /\\[!-/:-@[-`{-~]/,
    /\$`(?<equation>[^`\n]+)`\$/,
    /\$(?<math>(?:[^$\\\n]|\\.)+)\$/,
    /(?<!`)(?<ticks>`{1,9})(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)/,
    new RegExp(`<(?<closing>/?)(?<tag>${inlineTags})\\b(?<attributes>[^<>]*?)(?<empty>/?)>`),
    /\]\((?<url>[^()\s]+)\)/,
    /\[\^(?<citation>[^[\]\s]+)\]/,
    /(?<ampersand>&)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

const attributes = /^\{(?:\s*[a-z-]+="[^"]*")+\s*\}$/;

type Groups = Record<string, string | undefined>;

/** Converts a line of Notion's markdown into what a person sees: markdown without escapes and without Notion's own tags. */
export function convertInline(line: string): string {
  const openLinks: string[] = [];
  const converted = cutBlockAttributes(line).replace(token, (match: string, ...rest: unknown[]) => {
    const {
      equation,
      math = equation,
      tag,
      closing,
      attributes,
      empty,
      url,
      citation,
      ampersand,
    } = rest.at(-1) as Groups;
    // What follows undoes escapes, and LaTeX has none.
    if (math !== undefined) return `$${math.replace(/[\\&]/g, '\\$&')}$`;
    if (url !== undefined) return `](${mediaUrl(cutBraces(url)).replaceAll('&', '\\&')})`;
    if (ampersand !== undefined) return '\\&';
    if (citation !== undefined) return ` (${cutBraces(citation)})`;
    if (tag === undefined) return match;
    return closing ? closeTag(openLinks, tag) : openTag(openLinks, tag, attributes, empty !== '');
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

function openTag(openLinks: string[], tag: string, attributes: string | undefined, isEmpty: boolean): string {
  if (tag === 'br') return '\n';
  if (tag === 'mention-date') return dateOf(attributes);
  if (tag === 'mention-user' || tag === 'mention-agent') return isEmpty ? '@unknown' : '@';
  const address = attributeOf(attributes, 'src') ?? attributeOf(attributes, 'url') ?? attributeOf(attributes, 'href');
  if (address === undefined) return '';
  const url = mediaUrl(cutBraces(address));
  if (isEmpty) return url;
  openLinks.push(url);
  return '[';
}

function closeTag(openLinks: string[], tag: string): string {
  if (/^(?:span|br|mention-(?:user|agent|date))$/.test(tag)) return '';
  const url = openLinks.pop();
  return url === undefined ? '' : `](${url})`;
}

function dateOf(attributes: string | undefined): string {
  const [start, startTime, end, endTime] = ['start', 'startTime', 'end', 'endTime'].map((name) =>
    attributeOf(attributes, name),
  );
  const from = [start, startTime].filter(Boolean).join(' ');
  const to = [end, endTime].filter(Boolean).join(' ');
  return to === '' ? from : `${from} → ${to}`;
}
