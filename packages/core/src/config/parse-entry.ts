import type * as z from 'zod/mini';
import { frozenCopy } from '../identity/frozen-copy.ts';
import { type CacheLimits, cacheLimits } from './cache-limits.ts';
import { checkObject } from './check-object.ts';
import type { CreatePromptsOptions } from './create-prompts-options.ts';
import { type ConfigIssue, invalid } from './issues.ts';
import type { EntryForm, ParsedEntry } from './parsed-entry.ts';
import { entrySchemas } from './schema.ts';

const forms = Object.keys(entrySchemas) as EntryForm[];

/** What applies to entries that say nothing else. */
export interface OptionsOfAll extends Pick<CreatePromptsOptions, 'cache' | 'templates'> {
  readonly limits: CacheLimits;
}

/** An entry of any form after its check. */
type CheckedEntry = z.infer<(typeof entrySchemas)[EntryForm]> &
  Partial<Record<'content' | 'file' | 'provider', string> & Record<'config' | 'db', object | undefined>>;

/**
 * Parses one entry.
 * @param ofAll The options of all entries.
 * @param issues Receives every mistake.
 * @returns The entry in its parsed form; undefined if it has a mistake.
 */
export function parseEntry(
  name: string,
  given: unknown,
  ofAll: OptionsOfAll,
  issues: ConfigIssue[],
): ParsedEntry | undefined {
  const path = `systemPrompts.${name}`;
  const refuse = (message: string) => void issues.push(invalid(path, message));
  if (!/^(?!\s*$|__proto__$)[^*]*([^/]\/\*)?$/.test(name)) {
    return refuse(
      "is not a valid name: it must not be empty or '__proto__', and '*' is allowed only at the end, as in 'reviews/*'",
    );
  }
  const entry = typeof given === 'string' ? { content: given } : given;
  const [form, another] = forms.filter((key) => Object.hasOwn(Object(entry), key));
  if (!form || another) return refuse(`must be a string, or an object with exactly one of ${forms.join(', ')}`);
  const { data } = checkObject<(typeof entrySchemas)[EntryForm]>(entrySchemas[form], entry, path, issues);
  if (!data) return undefined;
  const hasProvider = form === 'provider' || form === 'db';
  const {
    cache,
    content,
    file,
    db,
    provider = form,
    config = db ?? (hasProvider ? undefined : { content, file }),
    frontMatter = hasProvider ? undefined : false,
    strict = ofAll.templates?.strict ?? false,
    fallback,
    variables: variablesSchema,
    ...options
  }: CheckedEntry = data;
  const limits = cache ? cacheLimits(ofAll.cache, cache) : ofAll.limits;
  const metadata = frozenCopy(options.metadata) as ParsedEntry['metadata'];
  const ownFallback = typeof fallback === 'object' ? { fallbackFile: fallback.file } : { fallback };
  return {
    ...options,
    ...ownFallback,
    metadata,
    name,
    form,
    hasProvider,
    provider,
    config,
    frontMatter,
    strict,
    limits,
    variablesSchema,
  };
}
