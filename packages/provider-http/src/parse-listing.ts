import { type ListedPrompt, PromptError } from '@prompts/core';
import { z } from 'zod';
import type { ParsedConfig } from './config-schema.ts';

const itemSchema = z.union([
  z.string().min(1),
  z.looseObject({
    name: z.string().min(1).optional(),
    url: z.string().min(1),
    version: z.union([z.string().min(1), z.number()]).optional(),
  }),
]);

/**
 * Reads an index.
 * @param index Where it was asked for: the credentials of the collection belong to that origin.
 * @param base Where it was found after redirects: its items are relative to that.
 * @throws `CONTENT_INVALID` for anything but a list of URLs or `{ name?, url, version? }`, all on the index's own origin.
 */
export function parseListing(
  body: string,
  { index, base, config }: { readonly index: URL; readonly base: URL; readonly config: ParsedConfig },
): ListedPrompt<ParsedConfig>[] {
  const fail = (fault: string) => new PromptError('CONTENT_INVALID', `the index ${fault}`, { provider: 'http' });
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    throw fail('is no JSON');
  }
  const items = z.array(itemSchema).safeParse(parsed);
  if (!items.success) {
    const place = items.error.issues[0]?.path[0];
    throw fail(
      `must be a list of URLs or { name?, url, version? }${place === undefined ? '' : `: item ${String(place)} is neither`}`,
    );
  }
  const { index: _, baseUrl: __, ...ofMembers } = config;
  return items.data.map((item, place) => {
    const { url: written, name, version } = typeof item === 'string' ? { url: item } : item;
    const url = URL.canParse(written, base.href) ? new URL(written, base) : undefined;
    if (url?.origin !== index.origin || url.username !== '' || url.password !== '') {
      throw fail(`must stay on ${index.origin}, where its credentials belong: item ${place} does not`);
    }
    return {
      name: name ?? nameOf(url),
      config: { ...ofMembers, url: url.href },
      ...(version !== undefined && { version: String(version) }),
    };
  });
}

/** The file name without its extension. */
function nameOf({ pathname }: URL): string {
  const last = pathname.split('/').findLast((segment) => segment !== '') ?? 'index';
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch {
    // A lone percent sign is part of the name.
  }
  return name.replace(/(.)\.[^.]*$/, '$1');
}
