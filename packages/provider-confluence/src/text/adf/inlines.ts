import type { PhrasingContent } from 'mdast';
import { card } from '../card.ts';
import { characterOf, emoji } from '../emoji.ts';
import { macroText } from '../macro.ts';
import { text } from '../nodes.ts';
import { attachmentUrl, displayName, type PageScope, resolveUrl } from '../page-scope.ts';
import { type AdfNode, attribute, plainText } from './adf-node.ts';
import { extensionName, extensionParameters } from './extension.ts';

/** The types of inline nodes. */
export const inlineTypes: ReadonlySet<string> = new Set([
  'text',
  'hardBreak',
  'emoji',
  'mention',
  'date',
  'status',
  'inlineCard',
  'inlineExtension',
  'mediaInline',
  'placeholder',
  'unsupportedInline',
  'confluenceUnsupportedInline',
]);

/** Converts inline nodes. */
export function convertInlines(nodes: readonly AdfNode[], scope: PageScope): PhrasingContent[] {
  return nodes.flatMap((node) => withMarks(convertInline(node, scope), node, scope));
}

function convertInline(node: AdfNode, scope: PageScope): PhrasingContent[] {
  switch (node.type) {
    case 'text':
      return hasMark(node, 'code') ? [{ type: 'inlineCode', value: node.text ?? '' }] : text(node.text ?? '');
    case 'hardBreak':
      return [{ type: 'break' }];
    case 'emoji':
      return text(emoji([attribute(node, 'text'), characterOf(attribute(node, 'id')), attribute(node, 'shortName')]));
    case 'mention': {
      const name = attribute(node, 'text').replace(/^@/, '');
      return text(name || displayName(attribute(node, 'id'), scope));
    }
    case 'date':
      return text(formatDate(attribute(node, 'timestamp')));
    case 'status':
      return text(attribute(node, 'text'));
    case 'inlineCard':
      return convertCard(node, scope);
    case 'inlineExtension':
      return macroText(extensionName(node), extensionParameters(node), scope);
    case 'media':
    case 'mediaInline':
      return convertMedia(node, scope);
    // The instructions of a template.
    case 'placeholder':
      return [];
    default:
      return convertUnknown(node, scope);
  }
}

function convertUnknown(node: AdfNode, scope: PageScope): PhrasingContent[] {
  scope.unsupported.add(node.type);
  if (node.content.length > 0) return convertInlines(node.content, scope);
  return text(plainText(node) || attribute(node, 'text'));
}

/** Converts a link that is shown as a card. */
export function convertCard(node: AdfNode, scope: PageScope): PhrasingContent[] {
  const data = (node.attrs.data ?? {}) as { readonly url?: unknown; readonly name?: unknown };
  const href = attribute(node, 'url') || (typeof data.url === 'string' ? data.url : '');
  return card(href, typeof data.name === 'string' ? data.name : undefined, scope);
}

/** Converts a file or an image. Only a file whose name is known has an address: the id in the document is not part of any address. */
export function convertMedia(node: AdfNode, scope: PageScope): PhrasingContent[] {
  const alt = attribute(node, 'alt');
  const fileName = attribute(node, '__fileName') || (/\.[a-z0-9]{2,5}$/i.test(alt) ? alt : '');
  const external = attribute(node, 'url');
  const url = external === '' ? fileName && attachmentUrl(fileName, scope) : resolveUrl(external, scope);
  return [{ type: 'image', alt: alt || fileName, url: url ?? '' }];
}

function formatDate(timestamp: string): string {
  const date = new Date(Number(timestamp));
  return timestamp === '' || Number.isNaN(date.getTime()) ? timestamp : date.toISOString().slice(0, 10);
}

function hasMark({ marks }: AdfNode, type: string): boolean {
  return marks.some((mark) => mark.type === type);
}

const wrappers = { strike: 'delete', em: 'emphasis', strong: 'strong' } as const;

function withMarks(nodes: PhrasingContent[], node: AdfNode, scope: PageScope): PhrasingContent[] {
  if (nodes.length === 0 || node.type === 'hardBreak') return nodes;
  let wrapped = nodes;
  for (const [mark, type] of Object.entries(wrappers)) {
    if (hasMark(node, mark)) wrapped = [{ type, children: wrapped as never }];
  }
  const link = node.marks.find(({ type }) => type === 'link');
  const url = link && resolveUrl(attribute(link, 'href'), scope);
  return url === undefined ? wrapped : [{ type: 'link', url, children: wrapped as never }];
}
