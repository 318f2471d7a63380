import { PromptError } from '@prompts/core';
import { rejectOnAbort } from '@prompts/provider-kit';
import type { Client } from 'confluence.js/core';
import * as z from 'zod';
import { notAPage, notFound } from '../client/http-failure.ts';
import type { Transport } from '../client/transport.ts';
import { parsePage } from './cloud-pages.ts';
import { createSpaces } from './cloud-spaces.ts';
import { date, optionalText, parseResponse } from './parse-response.ts';
import { readLists } from './read-lists.ts';
import {
  maxPagesPerRequest,
  type Page,
  type ReadContext,
  type ReadOptions,
  type Selection,
  type Wiki,
} from './wiki.ts';

type Api = typeof import('confluence.js/v2');

let loading: Promise<Api> | undefined;

/** The library is large: it is imported at the first request. */
function loadApi({ signal }: ReadContext): Promise<Api> {
  loading ??= import('confluence.js/v2');
  return rejectOnAbort(loading, signal);
}

const names = z.object({ results: z.array(z.object({ accountId: z.string(), displayName: optionalText })) });
const kinds = z.object({ results: z.record(z.string(), z.string().nullable()) });
const version = z.object({
  number: z.int().positive(),
  createdAt: date,
  authorId: optionalText,
  message: optionalText,
});
const childPage = z.object({
  id: z.coerce.string().regex(/^\d+$/),
  type: z.string().default('page'),
  status: z.string().default('current'),
});

/** The format of texts. A page without an ADF document is read in the storage format. */
const bodyFormat = 'atlas_doc_format';

/**
 * Creates the wiki of a Cloud site: API v2, https://developer.atlassian.com/cloud/confluence/rest/v2/
 * @param siteUrl The site's address, until a response contains it.
 */
export function createCloudWiki(transport: Transport, siteUrl: string): Wiki {
  const spaces = createSpaces(transport, siteUrl, loadApi);

  async function call<Result>(
    what: string,
    context: ReadContext,
    request: (api: Api, client: Client) => Promise<Result>,
  ) {
    context.signal.throwIfAborted();
    const api = await loadApi(context);
    return transport.call(what, (client) => request(api, client), context);
  }

  /** Requests the storage format of a page without an ADF document. */
  async function withText(page: Page, versionNumber: number | undefined, context: ReadContext): Promise<Page> {
    if (page.body) return page;
    const what = `page ${page.id}`;
    const query = {
      id: page.id,
      bodyFormat: 'storage',
      ...(versionNumber !== undefined && { version: versionNumber }),
    };
    const response = await call(what, context, (api, client) => api.getPageById(client, query as never));
    return { ...page, body: parsePage(response, what, siteUrl).body };
  }

  async function* pagesOf(
    what: string,
    { withBody }: ReadOptions,
    context: ReadContext,
    request: (api: Api, client: Client, query: object) => Promise<unknown>,
  ): AsyncGenerator<readonly Page[]> {
    const query = { limit: maxPagesPerRequest, ...(withBody && { bodyFormat }) };
    const lists = readLists(what, siteUrl, (cursor) =>
      call(what, context, (api, client) => request(api, client, { ...query, ...cursor })),
    );
    for await (const list of lists) {
      const found = list.results.map((result) => parsePage(result, what, list.siteUrl));
      yield withBody ? await Promise.all(found.map((page) => withText(page, undefined, context))) : found;
    }
  }

  async function* listChildren(parentId: string, options: ReadOptions, context: ReadContext) {
    const what = `the children of page ${parentId}`;
    const query = { id: parentId, limit: maxPagesPerRequest };
    const lists = readLists(what, siteUrl, (cursor) =>
      call(what, context, (api, client) => api.getPageDirectChildren(client, { ...query, ...cursor } as never)).catch(
        (error: unknown) => explainNotFound(error, parentId, context),
      ),
    );
    for await (const { results } of lists) {
      const children = results.map((result) => parseResponse(childPage, result, what));
      const ids = children.filter(({ type, status }) => type === 'page' && status === 'current').map(({ id }) => id);
      if (ids.length > 0) yield await wiki.readPages(ids, options, context);
    }
  }

  /** Replaces a `NOT_FOUND` if the id belongs to other content. */
  async function explainNotFound(error: unknown, id: string, context: ReadContext): Promise<never> {
    if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
    const found = await wiki.findKinds([id], context).catch((reason: unknown) => {
      context.signal.throwIfAborted();
      if (!PromptError.isInstance(reason)) throw reason;
    });
    const kind = found?.get(id) ?? 'page';
    throw kind === 'page' ? error : notAPage(id, kind);
  }

  const wiki: Wiki = {
    get quota() {
      return transport.quota;
    },
    async readPage(id, { withBody, version: wanted }, context) {
      const what = `${wanted === undefined ? '' : `version ${wanted} of `}page ${id}`;
      const number = wanted === undefined ? undefined : Number(wanted);
      const query = { id, ...(withBody && { bodyFormat }), ...(number !== undefined && { version: number }) };
      const response = await call(what, context, (api, client) => api.getPageById(client, query as never)).catch(
        (error: unknown) => explainNotFound(error, id, context),
      );
      const page = parsePage(response, what, siteUrl);
      if (number !== undefined && page.version !== number) throw notFound(what);
      return withBody ? withText(page, number, context) : page;
    },
    async readPages(ids, options, context) {
      const request = (api: Api, client: Client, query: object) => api.getPages(client, { ...query, id: ids } as never);
      return (await Array.fromAsync(pagesOf(`${ids.length} pages`, options, context, request))).flat();
    },
    async findKinds(ids, context) {
      const what = ids.length === 1 ? `content ${ids[0]}` : `${ids.length} content items`;
      const query = { body: { contentIds: ids } };
      const response = await call(what, context, (api, client) =>
        api.convertContentIdsToContentTypes(client, query as never),
      );
      const { results } = parseResponse(kinds, response, what);
      return new Map(Object.entries(results).filter((entry): entry is [string, string] => entry[1] !== null));
    },
    async findPage(spaceKey, title, options, context) {
      const spaceId = await spaces.idOf(spaceKey, context);
      const request = (api: Api, client: Client, query: object) =>
        api.getPages(client, { ...query, spaceId: [spaceId], title } as never);
      const found = (
        await Array.fromAsync(pagesOf(`page '${title}' in space ${spaceKey}`, options, context, request))
      ).flat();
      return found.find((page) => page.title === title) ?? found[0];
    },
    async *listPages(selection: Selection, options, context) {
      if ('parentId' in selection) return yield* listChildren(selection.parentId, options, context);
      const { spaceKey, label } = selection;
      const spaceId = await spaces.idOf(spaceKey, context);
      if (label === undefined) {
        const status = ['current'];
        return yield* pagesOf(`space ${spaceKey}`, options, context, (api, client, query) =>
          api.getPages(client, { ...query, spaceId: [spaceId], status } as never),
        );
      }
      const id = await spaces.labelIdOf(label, spaceKey, context);
      if (id === undefined) return;
      const what = `label '${label}' in space ${spaceKey}`;
      for await (const found of pagesOf(what, options, context, (api, client, query) =>
        api.getLabelPages(client, { ...query, id, spaceId: [spaceId] } as never),
      )) {
        yield found.filter(({ status }) => status === 'current');
      }
    },
    async *listVersions(id, context) {
      const what = `the versions of page ${id}`;
      const { uri } = await wiki.readPage(id, { withBody: false }, context);
      const query = { id, limit: 50, sort: '-modified-date' };
      const lists = readLists(what, siteUrl, (cursor) =>
        call(what, context, (api, client) => api.getPageVersions(client, { ...query, ...cursor } as never)),
      );
      for await (const { results } of lists) {
        for (const result of results) {
          const { number, createdAt, authorId: author, message } = parseResponse(version, result, what);
          yield { version: String(number), createdAt, author, message, uri };
        }
      }
    },
    async isInSpace(page, spaceKey, context) {
      if (page.spaceKey?.toLowerCase() === spaceKey.toLowerCase()) return true;
      // The site may show a space under an alias.
      return page.spaceId === (await spaces.idOf(spaceKey, context));
    },
    async readNames(ids, context) {
      const what = 'the names of people';
      const query = { body: { accountIds: ids.slice(0, maxPagesPerRequest) } };
      const response = await call(what, context, (api, client) => api.createBulkUserLookup(client, query as never));
      const { results } = parseResponse(names, response, what);
      return new Map(
        results.flatMap(({ accountId, displayName }) =>
          displayName === undefined ? [] : [[accountId, displayName] as const],
        ),
      );
    },
  };
  return wiki;
}
