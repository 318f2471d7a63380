/** The facts that the conversion of one page needs, and the sets that receive its findings. */
export interface PageScope {
  /** The site's address, to which links within the site are relative: `https://company.atlassian.net/wiki`. */
  readonly siteUrl: string;
  readonly pageId: string;
  /** The space of links to pages that do not name one. */
  readonly spaceKey: string | undefined;
  /** The display names of people by account id, user key or user name. */
  readonly names: ReadonlyMap<string, string>;
  /** The titles of other pages by id. */
  readonly titles: ReadonlyMap<string, string>;
  /** Receives what the text does not show: unknown node types, and macros without text. */
  readonly unsupported: Set<string>;
  /** Receives the people whose names are not known. */
  readonly unnamedPeople: Set<string>;
  /** Receives the ids of the pages whose titles are not known. */
  readonly untitledPages: Set<string>;
}

/**
 * Resolves the target of a link against the site.
 * @returns The absolute URL, or the fragment; undefined for a URL that readers can't follow, such as `javascript:`.
 */
export function resolveUrl(href: string, { siteUrl }: PageScope): string | undefined {
  const url = href.trim();
  if (url === '' || url.startsWith('#')) return url || undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return /^(https?|mailto|ftp|tel):/i.test(url) ? url : undefined;
  return URL.canParse(url, siteUrl) ? new URL(url, siteUrl).href : undefined;
}

/** Returns the address of a file that is attached to the page. */
export function attachmentUrl(fileName: string, { siteUrl, pageId }: PageScope): string {
  return `${siteUrl}/download/attachments/${pageId}/${encodeURIComponent(fileName)}`;
}

/** Returns the address of a page of which only the title is known, or of a space. */
export function displayUrl(spaceKey: string, title: string | undefined, { siteUrl }: PageScope): string {
  const path = [spaceKey, ...(title === undefined ? [] : [title])].map(encodeURIComponent).join('/');
  return `${siteUrl}/display/${path.replaceAll('%20', '+')}`;
}

/** Returns a person's display name. If it is not known, returns an empty string, and adds the person to `unnamedPeople`. */
export function displayName(person: string, { names, unnamedPeople }: PageScope): string {
  const name = names.get(person);
  if (name === undefined) unnamedPeople.add(person);
  return name ?? '';
}
