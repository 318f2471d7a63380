/** A page as a config refers to it. */
export interface PageReference {
  readonly id: string;
  /** The host of the URL, if the config contains a URL. */
  readonly host?: string;
}

/** Kinds of content that have ids and URLs like pages. */
const otherKinds: Readonly<Record<string, string>> = {
  blog: 'a blog post',
  whiteboard: 'a whiteboard',
  database: 'a database',
  folder: 'a folder',
  embed: 'a smart link',
  overview: 'the overview of a space',
  attachments: 'an attachment',
};

/**
 * Parses an id or a URL as copied from the browser.
 * @returns The page, or the error message if the value is invalid.
 */
export function parsePageReference(value: string): PageReference | string {
  const text = value.trim();
  if (/^\d{1,20}$/.test(text)) return { id: text.replace(/^0+(?=\d)/, '') };
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    return 'is not the id of a page: write the number in its URL, or the whole URL';
  }
  const { pathname, searchParams, host } = new URL(text);
  const [, fromPath] = /\/pages\/(?:edit(?:-v2)?\/)?(\d{1,20})(?:\/|$)/.exec(pathname) ?? [];
  const fromQuery = searchParams.get('pageId') ?? undefined;
  const id = fromPath ?? fromQuery;
  if (id !== undefined && /^\d{1,20}$/.test(id)) return { id: id.replace(/^0+(?=\d)/, ''), host: host.toLowerCase() };
  const [, kind = ''] = /\/spaces\/[^/]+\/([a-z]+)(?:\/|$)/.exec(pathname) ?? [];
  const other = otherKinds[kind];
  if (other !== undefined) return `is the URL of ${other}, not of a page`;
  return 'is a URL without the id of a page: open the page and copy the URL, or write spaceKey and title';
}

/** Returns the id in a page reference that was checked before. */
export function pageIdOf(value: string): string {
  const reference = parsePageReference(value);
  return typeof reference === 'string' ? value : reference.id;
}
