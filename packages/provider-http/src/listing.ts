import { type ListedPrompt, PromptError } from '@prompts/core';
import { z } from 'zod';
import type { ParsedConfig } from './config.ts';

const itemSchema = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1).optional(), url: z.string().min(1), version: z.string().optional() }),
]);

/**
 * Reads an index.
 * @param index Where it was found: its items are relative to it.
 * @throws `CONTENT_INVALID` for anything but a list of texts or `{ name?, url, version? }` on the index's own origin: the
 * credentials of the collection are sent to every member.
 */
export function readListing(body: string, index: URL, config: ParsedConfig): ListedPrompt<ParsedConfig>[] {
  const fail = (fault: string) => new PromptError('CONTENT_INVALID', `the index ${fault}`, { provider: 'http' });
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    throw fail('is no JSON');
  }
  const items = z.array(itemSchema).safeParse(parsed);
  if (!items.success) throw fail('is no list of texts or { name?, url, version? }');
  const { index: _, baseUrl: __, ...ofMembers } = config;
  return items.data.map((item) => {
    const { url: written, name, version } = typeof item === 'string' ? { url: item } : item;
    const url = URL.canParse(written, index.href) ? new URL(written, index) : undefined;
    if (url?.origin !== index.origin) throw fail(`names '${written}', which is not on ${index.origin}`);
    return {
      name: name ?? nameOf(url),
      config: { ...ofMembers, url: url.href },
      ...(version !== undefined && { version }),
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
