import type { TemplateSyntax } from '../template/placeholders.ts';
import type { VariablesSchema } from '../template/variables-schema.ts';
import type { CacheLimits } from './cache-limits.ts';

/** The forms of an entry, named after the key that distinguishes them. */
export type EntryForm = 'content' | 'file' | 'provider' | 'db';

/** An entry after parsing, the same for every form it may be written in. */
export interface ParsedEntry {
  readonly name: string;
  readonly form: EntryForm;
  /** Whether a provider loads its text. Otherwise the text is the app's own: in its configuration or in a file. */
  readonly hasProvider: boolean;
  /** The `provider` field of its prompts: the provider's name, or `content` or `file`. */
  readonly provider: string;
  /** The provider's config, or `{ content }` or `{ file }`. Undefined if it was omitted: the provider's schema decides. */
  readonly config: unknown;
  readonly limits: CacheLimits;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly webhooks: readonly string[];
  readonly fallback?: string | undefined;
  /** The file that contains the fallback. */
  readonly fallbackFile?: string | undefined;
  readonly required: boolean;
  readonly syntax: TemplateSyntax;
  /** Whether double braces without a meaning are an error. */
  readonly strict: boolean;
  /** What its variables are checked with. */
  readonly variablesSchema?: VariablesSchema | undefined;
  /** Undefined until the provider is known, whose default applies. */
  readonly frontMatter: boolean | undefined;
  /** Whether its text is kept byte for byte. Undefined until the provider is known. */
  readonly verbatim?: boolean | undefined;
}

/** Whether an entry represents everything that its source holds: `reviews/*`. */
export function isCollection(name: string): boolean {
  return name.endsWith('/*');
}

/** The range to which a source's `max-age` is limited: 0 would mean a call for every read, and ten years, forever. */
const minMaxAgeMs = 10_000;
const maxMaxAgeMs = 86_400_000;

/**
 * Returns how long a text of an entry is fresh, in milliseconds.
 * @param maxAgeSeconds The source's `max-age`, which is used only if the entry itself sets no `ttl`.
 */
export function freshnessMs({ form, limits }: ParsedEntry, maxAgeSeconds: number | undefined): number {
  if (form === 'content') return Infinity;
  if (limits.isTtlOfEntry || maxAgeSeconds === undefined) return limits.ttlMs;
  return Math.min(Math.max(maxAgeSeconds * 1000, minMaxAgeMs), maxMaxAgeMs);
}
