import { escapeOtherVariables, extractCode, writeMarkdown } from '@prompts/markup-kit';
import type { PageScope } from './page-scope.ts';

/** The text of a page as the API returns it. */
export interface PageBody {
  readonly format: 'adf' | 'storage';
  readonly value: string;
}

/** The facts about the page. Only links within the site need them. */
export type PageFacts = Pick<PageScope, 'siteUrl' | 'pageId' | 'spaceKey'>;

export interface ConvertOptions {
  readonly facts?: PageFacts;
  /** `code`: the text is that of the page's only code block. Default: the whole page. */
  readonly extract?: 'code' | undefined;
  /** The names that are variables; all others are escaped. Default: every name is a variable. */
  readonly variables?: readonly string[] | undefined;
  /** The display names of people by id. */
  readonly names?: ReadonlyMap<string, string>;
  /** The titles of other pages by id. */
  readonly titles?: ReadonlyMap<string, string>;
}

export interface ConvertedPage {
  readonly markdown: string;
  /** The node types and macros whose text is missing or incomplete. */
  readonly unsupported: readonly string[];
  /** The ids of people whose display names are needed. */
  readonly unnamedPeople: readonly string[];
  /** The ids of pages whose titles are needed. */
  readonly untitledPages: readonly string[];
}

/**
 * Converts a page to the markdown that a person sees. Imports its libraries at the first call.
 * @throws PromptError `CONTENT_INVALID` if the page can't be parsed, is nested too deeply, or does not have exactly one code block to
 * extract.
 */
export async function convertPage(
  { format, value }: PageBody,
  { facts = unknownPage, extract, variables, names = new Map(), titles = new Map() }: ConvertOptions = {},
): Promise<ConvertedPage> {
  const found = { unsupported: new Set<string>(), unnamedPeople: new Set<string>(), untitledPages: new Set<string>() };
  const scope: PageScope = { ...facts, names, titles, ...found };
  const root =
    format === 'adf'
      ? (await import('./adf/convert-adf.ts')).convertAdf(value, scope)
      : (await import('./storage/convert-storage.ts')).convertStorage(value, scope);
  const markdown = extract === 'code' ? extractCode(root) : await writeMarkdown(root);
  return {
    markdown: escapeOtherVariables(markdown, variables),
    unsupported: [...found.unsupported],
    unnamedPeople: [...found.unnamedPeople],
    untitledPages: [...found.untitledPages],
  };
}

const unknownPage: PageFacts = { siteUrl: 'https://confluence.example/wiki', pageId: '0', spaceKey: undefined };
