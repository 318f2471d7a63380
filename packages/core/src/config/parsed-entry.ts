import type { TemplateSyntax } from '../template/compile.ts';
import type { CacheLimits } from './limits.ts';

/** The ways to write an entry, by the key that tells them apart. */
export type EntryForm = 'content' | 'file' | 'provider' | 'db';

/** One entry after parsing: every form it may be written in has become this one. */
export interface ParsedEntry {
  readonly name: string;
  readonly form: EntryForm;
  /** Whether a provider loads its text; else it is the app's own. */
  readonly isProvided: boolean;
  /** What its prompts say in `provider`: the provider's name, or `content` or `file`. */
  readonly provider: string;
  /** The provider's config, or `{ content }` or `{ file }`. */
  readonly config: unknown;
  readonly limits: CacheLimits;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly webhooks: readonly string[];
  readonly fallback?: string | undefined;
  readonly required: boolean;
  readonly syntax: TemplateSyntax;
  readonly frontMatter: boolean;
}

/** Whether an entry stands for all that its source holds: `reviews/*`. */
export function isCollection(name: string): boolean {
  return name.endsWith('/*');
}
