import { parseList } from './cloud-pages.ts';

/**
 * Follows the cursors of a list of API v2 to its end, one request at a time.
 * @param request Receives the parameter of the next request: empty for the first one.
 * @param siteUrl The site's address, until a response contains it.
 */
export async function* readLists(
  what: string,
  siteUrl: string,
  request: (parameter: { readonly cursor?: string }) => Promise<unknown>,
): AsyncGenerator<ReturnType<typeof parseList>> {
  let cursor: string | undefined;
  do {
    const list = parseList(await request(cursor === undefined ? {} : { cursor }), what, siteUrl);
    yield list;
    cursor = list.cursor;
  } while (cursor !== undefined);
}
