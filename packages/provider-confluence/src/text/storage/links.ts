import type { PhrasingContent } from 'mdast';
import { text } from '../nodes.ts';
import { attachmentUrl, displayName, displayUrl, type PageScope, resolveUrl } from '../page-scope.ts';
import { child, elementsOf, type StorageElement, textOf } from './parse-storage.ts';

/** The target of an `ri:` element: its address, and the text of a link that has no text. */
interface Resource {
  readonly url: string | undefined;
  readonly label: string;
}

/** Finds the resource that an element refers to by its `ri:` child. */
function findResource(element: StorageElement, scope: PageScope): Resource | undefined {
  const resource = elementsOf(element).find(({ name }) => name.startsWith('ri:'));
  return resource && describeResource(resource, scope);
}

function describeResource({ name, attribs }: StorageElement, scope: PageScope): Resource {
  const { 'ri:content-title': title = '', 'ri:space-key': spaceKey = scope.spaceKey } = attribs;
  switch (name) {
    case 'ri:page':
    case 'ri:blog-post':
      return { url: spaceKey === undefined ? undefined : displayUrl(spaceKey, title, scope), label: title };
    case 'ri:space':
      return { url: displayUrl(spaceKey ?? '', undefined, scope), label: spaceKey ?? '' };
    case 'ri:attachment': {
      const fileName = attribs['ri:filename'] ?? '';
      return { url: attachmentUrl(fileName, scope), label: fileName };
    }
    case 'ri:url': {
      const url = attribs['ri:value'] ?? '';
      return { url: resolveUrl(url, scope), label: url };
    }
    case 'ri:content-entity': {
      const id = attribs['ri:content-id'] ?? '';
      return { url: `${scope.siteUrl}/pages/viewpage.action?pageId=${encodeURIComponent(id)}`, label: id };
    }
    case 'ri:user': {
      const { 'ri:account-id': accountId, 'ri:userkey': key, 'ri:username': userName = '' } = attribs;
      return {
        url: undefined,
        // Only a link without text needs the name.
        get label() {
          return displayName(accountId ?? key ?? userName, scope) || userName;
        },
      };
    }
    default:
      return { url: undefined, label: attribs['ri:parameter'] ?? '' };
  }
}

/**
 * Converts a link to a page, a file, a person or a place on the page.
 * @param convertBody Converts the link's own text.
 */
export function convertLink(
  element: StorageElement,
  scope: PageScope,
  convertBody: (body: StorageElement) => PhrasingContent[],
): PhrasingContent[] {
  const anchor = element.attribs['ac:anchor'];
  const resource = findResource(element, scope);
  const plain = child(element, 'ac:plain-text-link-body');
  const rich = child(element, 'ac:link-body');
  const body = rich ? convertBody(rich) : plain ? text(textOf(plain.children)) : [];
  const label = body.length > 0 ? body : text(resource?.label || anchor || '');
  const hash = anchor === undefined ? '' : `#${anchor.replace(/[\s()<>]/g, encodeURIComponent)}`;
  const url = resource ? resource.url && resource.url + hash : hash;
  return url ? [{ type: 'link', url, children: label as never }] : label;
}

/** Converts an image. The description of an attached image without one is its file name. */
export function convertImage(element: StorageElement, scope: PageScope): PhrasingContent[] {
  const { url = '', label = '' } = findResource(element, scope) ?? {};
  const alt = element.attribs['ac:alt'] ?? (url.startsWith(scope.siteUrl) ? label : '');
  return [{ type: 'image', alt, url }];
}
