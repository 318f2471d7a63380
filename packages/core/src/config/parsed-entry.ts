import type { TemplateSyntax } from '../template/compile.ts';
import type { CacheOptions } from './options.ts';

/** Where an entry's text stands. */
export type ParsedSource =
  | { readonly kind: 'inline'; readonly content: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'provider'; readonly provider: string; readonly config: unknown };

/** One entry after parsing: every form it may be written in has become this one. */
export interface ParsedEntry {
  readonly name: string;
  /** What its prompts say in `provider`: `inline`, `file` or the provider's name. */
  readonly provider: string;
  readonly source: ParsedSource;
  readonly cache: CacheOptions;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly webhooks: readonly string[] | undefined;
  readonly fallback: string | undefined;
  readonly required: boolean;
  readonly syntax: TemplateSyntax;
  readonly frontMatter: boolean;
}

/** Whether an entry stands for all that its source holds: `reviews/*`. */
export function isCollection(name: string): boolean {
  return name.endsWith('/*');
}
