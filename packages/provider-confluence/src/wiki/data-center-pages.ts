import * as z from 'zod';
import { date, optionalText, parseResponse } from './parse-response.ts';
import type { Page } from './wiki.ts';

const links = z.object({ webui: optionalText, base: optionalText, next: optionalText }).optional().catch(undefined);

const author = z
  .object({ displayName: optionalText, username: optionalText, userKey: optionalText })
  .optional()
  .catch(undefined);

export const versionFields = { number: z.int().positive(), when: date, by: author, message: optionalText };

/** The fields that are used of content of API v1. */
const content = z.object({
  id: z.coerce.string().regex(/^\d+$/),
  type: z.string().default('page'),
  status: z.string().default('current'),
  title: z.string().default(''),
  space: z.object({ key: z.string() }).optional().catch(undefined),
  version: z.object(versionFields),
  body: z
    .object({ storage: z.object({ value: z.string() }).optional() })
    .optional()
    .catch(undefined),
  _links: links,
});

const list = z.object({ results: z.array(z.unknown()), size: z.int().optional(), _links: links });

/** A page, or other content: a comment, a blog post, an attachment. */
export interface Content extends Page {
  readonly type: string;
}

export function parseContent(response: unknown, what: string, siteUrl: string): Content {
  const { id, type, status, title, space, version, body, _links } = parseResponse(content, response, what);
  return {
    id,
    type,
    status,
    title,
    version: version.number,
    spaceKey: space?.key,
    updatedAt: version.when,
    author: version.by?.displayName ?? version.by?.username,
    authorId: version.by?.userKey,
    message: version.message,
    siteUrl,
    uri: _links?.webui === undefined ? undefined : siteUrl + _links.webui,
    ...(body?.storage && { body: { format: 'storage' as const, value: body.storage.value } }),
  };
}

/** Parses the results of a list, and whether there are more. A server may return fewer than requested if they contain texts. */
export function parseList(response: unknown, what: string) {
  const { results, _links } = parseResponse(list, response, what);
  return { results, hasMore: _links?.next !== undefined && results.length > 0 };
}
