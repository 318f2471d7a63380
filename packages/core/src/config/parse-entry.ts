import type { z } from 'zod';
import { type ConfigIssue, invalid, issuesOf } from './issues.ts';
import { cacheLimits } from './limits.ts';
import type { CacheOptions } from './options.ts';
import { type EntryForm, isCollection, isProvided, type ParsedEntry } from './parsed-entry.ts';
import { entrySchemas } from './schema.ts';

const forms = Object.keys(entrySchemas) as EntryForm[];

/** An entry of any form after its check. */
type CheckedEntry = z.infer<(typeof entrySchemas)[EntryForm]> &
  Partial<Record<'content' | 'file' | 'provider', string> & Record<'config' | 'db', object>>;

/**
 * @param cacheOfAll What holds for every entry that says nothing else.
 * @returns the entry in its one parsed form, or everything that is wrong with it.
 */
export function parseEntry(name: string, given: unknown, cacheOfAll?: CacheOptions): ParsedEntry | ConfigIssue[] {
  const path = `systemPrompts.${name}`;
  if (!/^(?!\s*$|__proto__$)[^*]*([^/]\/\*)?$/.test(name)) {
    const rule = "not empty, not '__proto__', '*' only at the end, as in 'reviews/*'";
    return [invalid(path, `can't be a name: ${rule}`)];
  }
  const entry = typeof given === 'string' ? { content: given } : given;
  const [form, another] = forms.filter((key) => Object.hasOwn(Object(entry), key));
  if (!form || another) return [invalid(path, `must be a text or have exactly one of ${forms.join(', ')}`)];
  const schema = entrySchemas[form];
  const { data, error } = schema.safeParse(entry);
  if (error) return issuesOf(error, path, Object.keys(schema.shape));
  if (isCollection(name) && !isProvided({ form })) return [invalid(path, 'a collection needs a provider')];
  const {
    cache,
    content,
    file,
    db,
    provider = form,
    config = db ?? { content, file },
    frontMatter = isProvided({ form }),
    ...options
  }: CheckedEntry = data;
  const limits = cacheLimits(cacheOfAll, cache);
  return { fallback: undefined, ...options, name, form, provider, config, frontMatter, limits };
}
