import type { PhrasingContent } from 'mdast';
import { text } from './nodes.ts';
import { type PageScope, resolveUrl } from './page-scope.ts';

/**
 * Converts a link that Confluence shows as a card. Its text is the title of the target: as given, as known for a page of this site, or
 * as contained in the address of a page. A page of this site without any of these is added to `untitledPages`. Any other link is shown
 * as its address.
 */
export function card(href: string, title: string | undefined, scope: PageScope): PhrasingContent[] {
  const url = resolveUrl(href, scope);
  if (url === undefined) return text(title ?? href);
  const target = parsePageUrl(url);
  const isHere = target?.id === scope.pageId && target.hash !== '' && isOfSite(url, scope);
  const label = title ?? (target && pageLabel(url, target, scope)) ?? url;
  return [{ type: 'link', url: isHere ? `#${target.hash}` : url, children: text(label) as never }];
}

interface PageTarget {
  readonly id: string;
  readonly slug: string;
  readonly hash: string;
}

function pageLabel(url: string, { id, slug, hash }: PageTarget, scope: PageScope): string | undefined {
  // The fragment of a heading is its text, with dashes for spaces.
  if (hash !== '') return `#${decode(hash).replaceAll('-', ' ')}`;
  const known = scope.titles.get(id);
  if (known !== undefined || slug !== '') return known ?? decode(slug.replaceAll('+', ' '));
  if (isOfSite(url, scope)) scope.untitledPages.add(id);
  return undefined;
}

function parsePageUrl(url: string): PageTarget | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, searchParams, hash } = new URL(url);
  const [, fromPath, slug = ''] = /\/pages\/(\d+)(?:\/([^/]+))?\/?$/.exec(pathname) ?? [];
  const fromQuery = /\/viewpage\.action$/.test(pathname) ? (searchParams.get('pageId') ?? undefined) : undefined;
  const id = fromPath ?? fromQuery;
  return id === undefined || !/^\d+$/.test(id) ? undefined : { id, slug, hash: hash.slice(1) };
}

function isOfSite(url: string, { siteUrl }: PageScope): boolean {
  return new URL(url).host === new URL(siteUrl).host;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
