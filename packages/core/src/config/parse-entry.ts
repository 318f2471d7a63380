import type { z } from 'zod';
import { check } from './check.ts';
import { type ConfigIssue, invalid } from './issues.ts';
import { cacheLimits } from './limits.ts';
import type { CacheOptions } from './options.ts';
import type { EntryForm, ParsedEntry } from './parsed-entry.ts';
import { entrySchemas } from './schema.ts';

const forms = Object.keys(entrySchemas) as EntryForm[];

/** An entry of any form after its check. */
type CheckedEntry = z.infer<(typeof entrySchemas)[EntryForm]> &
  Partial<Record<'content' | 'file' | 'provider', string> & Record<'config' | 'db', object>>;

/**
 * @param cacheOfAll What holds for every entry that says nothing else.
 * @param issues Takes every mistake found.
 * @returns the entry in its one parsed form, if it is right.
 */
export function parseEntry(
  name: string,
  given: unknown,
  cacheOfAll: CacheOptions | undefined,
  issues: ConfigIssue[],
): ParsedEntry | undefined {
  const path = `systemPrompts.${name}`;
  const refuse = (message: string) => void issues.push(invalid(path, message));
  if (!/^(?!\s*$|__proto__$)[^*]*([^/]\/\*)?$/.test(name)) {
    const rule = "not empty, not '__proto__', '*' only at the end, as in 'reviews/*'";
    return refuse(`can't be a name: ${rule}`);
  }
  const entry = typeof given === 'string' ? { content: given } : given;
  const [form, another] = forms.filter((key) => Object.hasOwn(Object(entry), key));
  if (!form || another) return refuse(`must be a text or have exactly one of ${forms.join(', ')}`);
  const { data } = check<(typeof entrySchemas)[EntryForm]>(entrySchemas[form], entry, path, issues);
  if (!data) return undefined;
  const isProvided = form === 'provider' || form === 'db';
  const {
    cache,
    content,
    file,
    db,
    provider = form,
    config = db ?? { content, file },
    frontMatter = isProvided,
    ...options
  }: CheckedEntry = data;
  const limits = cacheLimits(cacheOfAll, cache);
  return { ...options, name, form, isProvided, provider, config, frontMatter, limits };
}
