import { mediaUrl } from '../blocks/media-url.ts';
import { attributeOf } from './vendor-tags.ts';

/** The inline tags that have a text or an address. */
export const inlineTags = [
  'br|date|mention(?:-[a-z]+)*|page|folder|database|external_object_instance|unknown',
  'image|audio|video|file|pdf|embed|bookmark',
].join('|');

/** The text that replaces a tag. */
interface ConvertedTag {
  /** For a tag without text. */
  readonly whole: string;
  /** Around the text of a tag that has one. */
  readonly before?: string;
  readonly after?: string;
}

export function convertTag(tag: string, attributes: string | undefined): ConvertedTag {
  if (tag === 'br') return { whole: '\n', before: '\n' };
  if (tag === 'date' || tag === 'mention-date') return { whole: dateOf(attributes) };
  const address = ['source', 'src', 'url', 'href'].flatMap((name) => attributeOf(attributes, name) ?? [])[0] ?? '';
  const url = mediaUrl(cutBraces(address));
  if (/^mention-(?:user|agent)$/.test(tag) || /^(?:user|agent):/.test(url)) return { whole: '@unknown', before: '@' };
  if (tag === 'image') return { whole: `![](${url})`, before: '![', after: `](${url})` };
  return url === '' || url.startsWith('collection:') ? { whole: '' } : { whole: url, before: '[', after: `](${url})` };
}

/** Removes the double braces around addresses in Notion, which would look like variables. */
export function cutBraces(url: string): string {
  return url.replace(/^(?:\{\{|\\\{\\\{)(.*?)(?:\}\}|\\\}\\\})$/, '$1');
}

function dateOf(attributes: string | undefined): string {
  const read = (name: string) => attributeOf(attributes, name);
  const from = [read('start'), read('start-time') ?? read('startTime')].filter(Boolean).join(' ');
  const to = [read('end'), read('end-time') ?? read('endTime')].filter(Boolean).join(' ');
  return to === '' ? from : `${from} → ${to}`;
}
