import type { LoadContext, PromptVersion, SourceQuota } from '@prompts/core';
import type { PageBody } from '../text/convert-page.ts';

/** A page as either API returns it. */
export interface Page {
  readonly id: string;
  readonly title: string;
  /** `current` or `archived`; or a status of pages that are not served: `trashed`, `draft`, `historical`. */
  readonly status: string;
  readonly version: number;
  readonly spaceKey: string | undefined;
  readonly spaceId?: string | undefined;
  /** ISO 8601. */
  readonly updatedAt: string | undefined;
  /** The editor's display name. Cloud only returns the account id. */
  readonly author?: string | undefined;
  readonly authorId?: string | undefined;
  /** The comment on the version. */
  readonly message: string | undefined;
  /** The site's address, to which links are relative. */
  readonly siteUrl: string;
  /** The address at which a person can open the page. */
  readonly uri: string | undefined;
  readonly body?: PageBody | undefined;
}

/** The pages of a collection. */
export type Selection =
  | { readonly spaceKey: string; readonly label?: string | undefined }
  | { readonly parentId: string };

export interface ReadOptions {
  /** Whether the text is needed. Versions alone are a fraction of the size. */
  readonly withBody: boolean;
}

export type ReadContext = Pick<LoadContext, 'signal'>;

/** The maximum number of pages per request. */
export const maxPagesPerRequest = 250;

/** The pages that one access can read. */
export interface Wiki {
  readonly quota: SourceQuota | undefined;
  /**
   * Reads one page, or an old version of it.
   * @throws `NOT_FOUND`; `CONFIG_INVALID` if the id belongs to other content.
   */
  readPage(
    id: string,
    options: ReadOptions & { readonly version?: string | undefined },
    context: ReadContext,
  ): Promise<Page>;
  /** Reads up to {@link maxPagesPerRequest} pages with one request. Those that can't be read are omitted. */
  readPages(ids: readonly string[], options: ReadOptions, context: ReadContext): Promise<readonly Page[]>;
  /** Returns the types of up to {@link maxPagesPerRequest} content items by id: `page`, `whiteboard`, `blogpost`. Unknown ids are omitted. */
  findKinds(ids: readonly string[], context: ReadContext): Promise<ReadonlyMap<string, string>>;
  /** Finds a page of a space by its title. @throws `NOT_FOUND` if the space does not exist. */
  findPage(spaceKey: string, title: string, options: ReadOptions, context: ReadContext): Promise<Page | undefined>;
  /** Lists the current pages of a collection, one request at a time. @throws `NOT_FOUND` if the space or the page does not exist. */
  listPages(selection: Selection, options: ReadOptions, context: ReadContext): AsyncIterable<readonly Page[]>;
  /** Lists the versions of a page, newest first. */
  listVersions(id: string, context: ReadContext): AsyncIterable<PromptVersion>;
  /** Returns whether a page is in a space. The key in the page's facts may be an alias of the space. */
  isInSpace(page: Page, spaceKey: string, context: ReadContext): Promise<boolean>;
  /** Returns the display names of people by id. Those that can't be read are omitted. */
  readNames(ids: readonly string[], context: ReadContext): Promise<ReadonlyMap<string, string>>;
}
