import { type ConfigIssue, invalid, issuesOf } from './issues.ts';
import { isCollection, type ParsedEntry, type ParsedSource } from './parsed-entry.ts';
import { entrySchemas } from './schema.ts';

/** @returns the entry in its one parsed form, or everything that is wrong with it. */
export function parseEntry(name: string, entry: unknown): ParsedEntry | ConfigIssue[] {
  const path = `systemPrompts.${name}`;
  const wrongName = faultOfName(name);
  if (wrongName !== undefined) return [invalid(path, wrongName)];
  if (typeof entry === 'string') return parseEntry(name, { content: entry });
  const form = formOf(entry);
  if (form === undefined) {
    return [invalid(path, 'must be a text, or an object with exactly one of content, file and provider')];
  }
  const schema = entrySchemas[form];
  const result = schema.safeParse(entry);
  if (!result.success) return issuesOf(result.error, path, Object.keys(schema.shape));
  const { data } = result;
  const source: ParsedSource =
    'content' in data
      ? { kind: 'inline', content: data.content }
      : 'file' in data
        ? { kind: 'file', file: data.file }
        : { kind: 'provider', provider: data.provider, config: data.config };
  if (isCollection(name) && source.kind !== 'provider') {
    return [invalid(path, "a name that ends in '/*' is a collection and needs a provider")];
  }
  return {
    name,
    provider: source.kind === 'provider' ? source.provider : source.kind,
    source,
    cache: data.cache ?? {},
    metadata: Object.freeze(Object.assign(Object.create(null), data.metadata)),
    webhooks: data.webhooks,
    fallback: data.fallback,
    required: data.required ?? false,
    syntax: data.syntax ?? 'mustache',
    frontMatter: data.frontMatter ?? source.kind === 'provider',
  };
}

function faultOfName(name: string): string | undefined {
  if (/^(?!\s*$|__proto__$)[^*]*([^/]\/\*)?$/.test(name)) return undefined;
  return "can't be a name: it must not be empty or '__proto__', and '*' may only end it after a slash, as in 'reviews/*'";
}

function formOf(entry: unknown): keyof typeof entrySchemas | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const forms = (['content', 'file', 'provider'] as const).filter((form) => Object.hasOwn(entry, form));
  return forms.length === 1 ? forms[0] : undefined;
}
