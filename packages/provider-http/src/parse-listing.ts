import type { ListedPrompt } from '@prompts/core';
import { z } from 'zod';
import type { ParsedConfig } from './config-schema.ts';
import { httpError } from './http-error.ts';
import { parseJson } from './parse-json.ts';

const itemSchema = z.union([
  z.string().min(1),
  z.looseObject({
    name: z.string().min(1).optional(),
    url: z.string().min(1),
    version: z.union([z.string().min(1), z.number()]).optional(),
  }),
]);

/**
 * Parses the index of a collection.
 * @param index The URL that was requested. The credentials of the collection belong to its origin.
 * @param base The URL after redirects. The items are relative to it.
 * @returns The members, with the config of the collection except `index` and `baseUrl`.
 * @throws `CONTENT_INVALID` unless the body is a list of URLs or `{ name?, url, version? }`, all on the origin of `index`.
 */
export function parseListing(
  body: string,
  { index, base, config }: { readonly index: URL; readonly base: URL; readonly config: ParsedConfig },
): ListedPrompt<ParsedConfig>[] {
  const invalidContent = (fault: string) => httpError('CONTENT_INVALID', `the index ${fault}`);
  const items = z.array(itemSchema).safeParse(parseJson(body, 'the index'));
  if (!items.success) {
    const position = items.error.issues[0]?.path[0];
    const detail = position === undefined ? '' : `: the item at index ${String(position)} is neither`;
    throw invalidContent(`must be a list of URLs or { name?, url, version? }${detail}`);
  }
  const { index: _, baseUrl: __, ...memberConfig } = config;
  return items.data.map((item, position) => {
    const { url: location, name, version } = typeof item === 'string' ? { url: item } : item;
    const url = URL.canParse(location, base.href) ? new URL(location, base) : undefined;
    if (url?.origin !== index.origin || url.username !== '' || url.password !== '') {
      throw invalidContent(
        `must list only URLs on ${index.origin}, without credentials in them: correct the item at index ${position}`,
      );
    }
    url.hash = '';
    const file = parseFileName(url);
    return {
      name: name ?? file.name,
      extension: file.extension,
      config: { ...memberConfig, url: url.href },
      ...(version !== undefined && { version: String(version) }),
    };
  });
}

/** Returns the last segment of the path as a name and an extension, which is empty or begins with a dot. */
function parseFileName({ pathname }: URL): { readonly name: string; readonly extension: string } {
  const segment = pathname.split('/').findLast((part) => part !== '') ?? 'index';
  let fileName = segment;
  try {
    fileName = decodeURIComponent(segment);
  } catch {
    // A percent sign that starts no escape sequence is part of the name.
  }
  const name = fileName.replace(/(.)\.[^.]*$/s, '$1');
  return { name, extension: fileName.slice(name.length) };
}
