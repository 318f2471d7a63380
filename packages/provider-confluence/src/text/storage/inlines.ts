import type { PhrasingContent } from 'mdast';
import { card } from '../card.ts';
import { characterOf, emoji } from '../emoji.ts';
import { macroText } from '../macro.ts';
import { text } from '../nodes.ts';
import { type PageScope, resolveUrl } from '../page-scope.ts';
import { convertImage, convertLink } from './links.ts';
import { macroName, macroParameters } from './macros.ts';
import { child, isElement, type StorageElement, type StorageNode, textOf } from './parse-storage.ts';

/** Elements of which only the contents are written: they change how text looks, or are blocks within a line. */
const transparent = new Set([
  'span',
  'u',
  'ins',
  'sub',
  'sup',
  'small',
  'big',
  'font',
  'mark',
  'abbr',
  'cite',
  'q',
  'label',
  'address',
  'summary',
  'center',
  'ac:inline-comment-marker',
  'ac:link-body',
  'ac:caption',
  'ac:task-body',
  'ac:rich-text-body',
  'ac:adf-content',
  'ac:adf-node',
  'p',
  'div',
  'li',
  'td',
  'th',
  'dt',
  'dd',
  'section',
]);

const wrappers: Readonly<Record<string, 'strong' | 'emphasis' | 'delete'>> = {
  strong: 'strong',
  b: 'strong',
  em: 'emphasis',
  i: 'emphasis',
  var: 'emphasis',
  del: 'delete',
  s: 'delete',
  strike: 'delete',
};

const code = new Set(['code', 'tt', 'kbd', 'samp']);

/** Elements that show nothing: settings, and the instructions of a template. */
const hidden = new Set([
  'ac:placeholder',
  'ac:parameter',
  'ac:adf-attribute',
  'ac:adf-fallback',
  'ac:adf-mark',
  'ac:task-id',
  'ac:task-uuid',
  'col',
  'colgroup',
  'script',
  'style',
]);

/** Converts inline nodes. */
export function convertInlines(nodes: readonly StorageNode[], scope: PageScope): PhrasingContent[] {
  return nodes.flatMap((node) => {
    // A line break in the source is a space.
    if (node.type === 'text') return text(node.data.replace(/[ \t\r\n]+/g, ' '));
    if (isElement(node)) return convertInline(node, scope);
    return 'children' in node ? text(textOf(node.children)) : [];
  });
}

function convertInline(element: StorageElement, scope: PageScope): PhrasingContent[] {
  const { name, attribs, children } = element;
  const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
  if (wrapper !== undefined) {
    const inner = convertInlines(children, scope);
    return inner.length === 0 ? [] : [{ type: wrapper, children: inner as never }];
  }
  if (code.has(name)) return convertCode(element, scope);
  if (hidden.has(name)) return [];
  switch (name) {
    case 'br':
      return [{ type: 'break' }];
    case 'a': {
      const { href = '' } = attribs;
      if (attribs['data-card-appearance'] !== undefined && textOf(children).trim() === href)
        return card(href, undefined, scope);
      const inner = convertInlines(children, scope);
      const url = resolveUrl(href, scope);
      return url === undefined || inner.length === 0 ? inner : [{ type: 'link', url, children: inner as never }];
    }
    case 'img':
      return [{ type: 'image', alt: attribs.alt ?? '', url: resolveUrl(attribs.src ?? '', scope) ?? '' }];
    case 'ac:link':
      return convertLink(element, scope, (body) => convertInlines(body.children, scope));
    case 'ac:image': {
      const caption = child(element, 'ac:caption');
      return [
        ...convertImage(element, scope),
        ...(caption ? [...text(' '), ...convertInlines(caption.children, scope)] : []),
      ];
    }
    case 'ac:emoticon':
      return text(emoji(emoticonCandidates(attribs)));
    case 'time':
      return text(attribs.datetime ?? textOf(children));
    case 'ac:structured-macro':
    case 'ac:macro': {
      const body = child(element, 'ac:rich-text-body');
      if (body) return convertInlines(body.children, scope);
      const plain = child(element, 'ac:plain-text-body');
      if (plain) return [{ type: 'inlineCode', value: textOf(plain.children) }];
      return macroText(macroName(element), macroParameters(element), scope);
    }
    case 'ac:adf-extension':
      return convertInlines(children, scope);
  }
  if (!transparent.has(name)) scope.unsupported.add(name);
  return convertInlines(children, scope);
}

/** Every emoji that is newer than the emoticons has the name of an emoticon, `blue-star`. */
function emoticonCandidates(attribs: StorageElement['attribs']): (string | undefined)[] {
  const {
    'ac:emoji-fallback': fallback,
    'ac:emoji-shortname': shortName,
    'ac:emoji-id': id,
    'ac:name': name,
  } = attribs;
  const isNamed = name !== 'blue-star' || (fallback ?? shortName) === undefined;
  return [fallback, characterOf(id), shortName, isNamed ? name : undefined];
}

/** Converts code. Code that consists of a link becomes a link whose text is code. */
function convertCode({ children }: StorageElement, scope: PageScope): PhrasingContent[] {
  const [only] = children;
  if (children.length === 1 && only && isElement(only) && only.name === 'a') {
    const url = resolveUrl(only.attribs.href ?? '', scope);
    const value: PhrasingContent = { type: 'inlineCode', value: textOf(only.children) };
    return url === undefined ? [value] : [{ type: 'link', url, children: [value] }];
  }
  const value = textOf(children);
  return value === '' ? [] : [{ type: 'inlineCode', value }];
}
