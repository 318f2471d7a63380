import * as z from 'zod';
import { date, optionalText, parseResponse } from './parse-response.ts';
import type { Page } from './wiki.ts';

const body = z.object({ value: z.string() }).optional().catch(undefined);

const links = z.object({ webui: optionalText, base: optionalText, next: optionalText }).optional().catch(undefined);

/** The fields that are used of a page of API v2. */
const page = z.object({
  id: z.coerce.string().regex(/^\d+$/),
  title: z.string().default(''),
  status: z.string().default('current'),
  spaceId: z.coerce.string().optional(),
  version: z.object({ number: z.int().positive(), createdAt: date, authorId: optionalText, message: optionalText }),
  body: z.object({ atlas_doc_format: body, storage: body }).nullish(),
  _links: links,
});

const pages = z.object({ results: z.array(z.unknown()), _links: links });

/** @param siteUrl The site's address, if the response does not contain it. */
export function parsePage(response: unknown, what: string, siteUrl: string): Page {
  return toPage(parseResponse(page, response, what), siteUrl);
}

/**
 * Parses the results of a list, and the cursor of the next ones. Their link is not followed: it points to the site, which refuses tokens
 * with scopes.
 */
export function parseList(response: unknown, what: string, siteUrl: string) {
  const { results, _links } = parseResponse(pages, response, what);
  const next = _links?.next;
  const cursor = next === undefined ? undefined : (new URL(next, siteUrl).searchParams.get('cursor') ?? undefined);
  return { results, cursor, siteUrl: siteOf(_links?.base, siteUrl) };
}

function toPage({ version, body, _links, ...facts }: z.infer<typeof page>, fallback: string): Page {
  const siteUrl = siteOf(_links?.base, fallback);
  const { atlas_doc_format: adf, storage } = body ?? {};
  return {
    ...facts,
    version: version.number,
    spaceKey: decodeKey(/\/spaces\/([^/]+)\//.exec(_links?.webui ?? '')?.[1]),
    updatedAt: version.createdAt,
    authorId: version.authorId,
    message: version.message,
    siteUrl,
    uri: _links?.webui === undefined ? undefined : siteUrl + _links.webui,
    // A page that was never opened in the new editor may have no document.
    ...(adf && adf.value !== '' && { body: { format: 'adf' as const, value: adf.value } }),
    ...(storage && { body: { format: 'storage' as const, value: storage.value } }),
  };
}

function siteOf(base: string | undefined, fallback: string): string {
  return base !== undefined && /^https?:\/\//.test(base) && URL.canParse(base) ? base.replace(/\/$/, '') : fallback;
}

function decodeKey(key: string | undefined): string | undefined {
  try {
    return key && decodeURIComponent(key);
  } catch {
    return key;
  }
}
