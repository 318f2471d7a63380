import type { ListedPrompt } from '@prompts/core';
import * as z from 'zod/mini';
import type { ParsedConfig } from './config-schema.ts';
import { httpError } from './http-error.ts';
import { parseJson } from './parse-json.ts';

const text = z.string().check(z.minLength(1));
const itemSchema = z.union([
  text,
  z.object({ name: z.optional(text), url: text, version: z.optional(z.union([text, z.number()])) }),
]);

/** An index of 2 MB with more values has fewer than ten characters for each. */
const maxValues = 200_000;

interface Collection {
  /** The URL that was requested. The credentials of the collection belong to its origin. */
  readonly index: URL;
  /** The URL after redirects. The items are relative to it. */
  readonly base: URL;
  readonly config: ParsedConfig;
  readonly maxMembers?: number | undefined;
}

/**
 * Parses the index of a collection.
 * @returns The members, with the config of the collection except `index` and `baseUrl`.
 * @throws `CONTENT_INVALID` unless the body is a list of URLs or `{ name?, url, version? }`, all on the origin of `index`, and
 * at most `maxMembers`.
 */
export function parseListing(
  body: string,
  { index, base, config, maxMembers = Infinity }: Collection,
): ListedPrompt<ParsedConfig>[] {
  const invalidContent = (fault: string) => httpError('CONTENT_INVALID', `the index ${fault}`);
  const isNeither = 'must be a list of URLs or { name?, url, version? }';
  // Parsing 2 MB of brackets takes a second.
  if (mayExceed(body, maxValues)) throw invalidContent(`may have more than ${maxValues} JSON values: split it`);
  const items = parseJson(body, 'the index');
  if (!Array.isArray(items)) throw invalidContent(isNeither);
  if (items.length > maxMembers) {
    throw invalidContent(`has ${items.length} items: split it, or raise cache.maxMembers (${maxMembers})`);
  }
  const { index: _, baseUrl: __, ...memberConfig } = config;
  // One after the other, so that checking ends at the first mistake: an index of 2 MB can have a million.
  return items.map((item: unknown, position) => {
    const { success, data } = itemSchema.safeParse(item);
    if (!success) throw invalidContent(`${isNeither}: the item at index ${position} is neither`);
    const { url: location, name, version } = typeof data === 'string' ? { url: data } : data;
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

/** Whether a JSON text may have more values than that: each of them follows one of three characters. */
function mayExceed(json: string, maxValues: number): boolean {
  let count = 0;
  for (const mark of ',[{') {
    for (let at = json.indexOf(mark); at >= 0; at = json.indexOf(mark, at + 1)) {
      count += 1;
      if (count > maxValues) return true;
    }
  }
  return false;
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
