import { type ConfigIssue, invalid, issuesOf } from './issues.ts';
import { cacheLimits } from './limits.ts';
import type { CacheOptions } from './options.ts';
import { type EntryForm, isCollection, type ParsedEntry } from './parsed-entry.ts';
import { entrySchemas } from './schema.ts';

/**
 * @param cacheOfAll What holds for every entry that says nothing else.
 * @returns the entry in its one parsed form, or everything that is wrong with it.
 */
export function parseEntry(name: string, entry: unknown, cacheOfAll?: CacheOptions): ParsedEntry | ConfigIssue[] {
  const path = `systemPrompts.${name}`;
  const wrongName = faultOfName(name);
  if (wrongName) return [invalid(path, wrongName)];
  if (typeof entry === 'string') return parseEntry(name, { content: entry }, cacheOfAll);
  const form = formOf(entry);
  if (!form) return [invalid(path, 'must be a text, or an object with exactly one of content, file and provider')];
  const schema = entrySchemas[form];
  const result = schema.safeParse(entry);
  if (!result.success) return issuesOf(result.error, path, Object.keys(schema.shape));
  const isProvided = form === 'provider';
  if (isCollection(name) && !isProvided) {
    return [invalid(path, "a name that ends in '/*' is a collection and needs a provider")];
  }
  const { cache, metadata, webhooks = [], fallback, required = false, syntax = 'mustache', ...data } = result.data;
  const { frontMatter = isProvided, ...place } = data;
  const { provider, config } = 'provider' in place ? place : { provider: form, config: place };
  return {
    name,
    form,
    provider,
    config,
    limits: cacheLimits(cacheOfAll, cache),
    metadata: { ...metadata },
    webhooks,
    fallback,
    required,
    syntax,
    frontMatter,
  };
}

function faultOfName(name: string): string | undefined {
  if (/^(?!\s*$|__proto__$)[^*]*([^/]\/\*)?$/.test(name)) return undefined;
  return "can't be a name: it must not be empty or '__proto__', and '*' may only end it after a slash, as in 'reviews/*'";
}

function formOf(entry: unknown): EntryForm | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const forms = (['content', 'file', 'provider'] as const).filter((form) => Object.hasOwn(entry, form));
  return forms.length === 1 ? forms[0] : undefined;
}
