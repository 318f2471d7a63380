import { type ConfigIssue, invalid, issuesOf } from './issues.ts';
import { cacheLimits } from './limits.ts';
import type { CacheOptions } from './options.ts';
import { type EntryForm, isCollection, type ParsedEntry } from './parsed-entry.ts';
import { entrySchemas } from './schema.ts';

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
  const form = formOf(entry);
  if (!form) return [invalid(path, 'must be a text or have exactly one of content, file and provider')];
  const schema = entrySchemas[form];
  const { data, error } = schema.safeParse(entry);
  if (error) return issuesOf(error, path, Object.keys(schema.shape));
  const isProvided = form === 'provider';
  if (isCollection(name) && !isProvided) {
    return [invalid(path, 'a collection needs a provider')];
  }
  const { cache, frontMatter = isProvided, ...options } = data;
  const place =
    'provider' in options ? options : { provider: form, config: { [form]: (data as Record<string, unknown>)[form] } };
  return { fallback: undefined, ...options, ...place, name, form, frontMatter, limits: cacheLimits(cacheOfAll, cache) };
}

function formOf(entry: unknown): EntryForm | undefined {
  const forms = (['content', 'file', 'provider'] as const).filter((form) => Object.hasOwn(Object(entry), form));
  return forms.length === 1 ? forms[0] : undefined;
}
