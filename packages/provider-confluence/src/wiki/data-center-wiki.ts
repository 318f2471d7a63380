import { PromptError } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import * as z from 'zod';
import { notAPage, notFound } from '../client/http-failure.ts';
import type { Transport } from '../client/transport.ts';
import { type Content, parseContent, parseList, versionFields } from './data-center-pages.ts';
import { optionalText, parseResponse } from './parse-response.ts';
import {
  maxPagesPerRequest,
  type Page,
  type ReadContext,
  type ReadOptions,
  type Selection,
  type Wiki,
} from './wiki.ts';

type Parameters = Readonly<Record<string, string | number>>;

const maxConcurrentRequests = 4;
const content = z.object({ id: z.coerce.string(), type: z.string() });
const person = z.object({ displayName: optionalText });

/**
 * Creates the wiki of a Data Center: API v1, https://developer.atlassian.com/server/confluence/confluence-server-rest-api/
 * Only the SDK's client is used, because the paths in the SDK's functions begin with `/wiki`.
 */
export function createDataCenterWiki(transport: Transport, siteUrl: string): Wiki {
  const get = (path: string, searchParams: Parameters, what: string, context: ReadContext): Promise<unknown> =>
    transport.call(
      what,
      (client) => client.sendRequest({ url: `/rest/${path}`, method: 'GET', searchParams }),
      context,
    );

  async function* listContent(
    path: string,
    query: Parameters,
    options: ReadOptions,
    what: string,
    context: ReadContext,
  ) {
    let start = 0;
    for (;;) {
      const parameters = { ...query, expand: expansionsOf(options), start, limit: maxPagesPerRequest };
      const { results, hasMore } = parseList(await get(path, parameters, what, context), what);
      yield results.map((result) => parseContent(result, what, siteUrl)).filter(({ type }) => type === 'page');
      if (!hasMore) return;
      start += results.length;
    }
  }

  async function readContent(id: string, query: Parameters, options: ReadOptions, what: string, context: ReadContext) {
    const response = await get(`api/content/${id}`, { ...query, expand: expansionsOf(options) }, what, context);
    return parseContent(response, what, siteUrl);
  }

  /** The current version of a page is not among the historical ones. */
  async function readVersion(
    id: string,
    version: string,
    options: ReadOptions,
    context: ReadContext,
  ): Promise<Content> {
    const what = `version ${version} of page ${id}`;
    try {
      const query = { status: 'historical', version: Number(version) };
      const found = await readContent(id, query, options, what, context);
      if (String(found.version) === version) return found;
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    const current = await readContent(id, {}, options, what, context);
    if (String(current.version) !== version) throw notFound(what);
    return current;
  }

  const wiki: Wiki = {
    get quota() {
      return transport.quota;
    },
    async readPage(id, { version, ...options }, context) {
      const page = await (version === undefined
        ? readContent(id, {}, options, `page ${id}`, context)
        : readVersion(id, version, options, context));
      if (page.type !== 'page') throw notAPage(id, page.type);
      // An old version is not a separate page.
      return version === undefined ? page : { ...page, id, status: 'current' };
    },
    async readPages(ids, options, context) {
      const cql = `id in (${ids.join(',')})`;
      const what = `${ids.length} pages`;
      const found = (await Array.fromAsync(listContent('api/content/search', { cql }, options, what, context))).flat();
      // The search index lags behind, and contains no archived pages.
      const known = new Set(found.map(({ id }) => id));
      const missing = ids.filter((id) => !known.has(id));
      const others = await mapBounded(missing, maxConcurrentRequests, (id) =>
        wiki.readPage(id, options, context).catch((error: unknown) => {
          if (!isNotFound(error) && !(PromptError.isInstance(error) && error.code === 'CONFIG_INVALID')) throw error;
          return undefined;
        }),
      );
      return [...found, ...others.filter((page) => page !== undefined)];
    },
    async findKinds(ids, context) {
      const query = { cql: `id in (${ids.join(',')})`, limit: maxPagesPerRequest };
      const what = `${ids.length} content items`;
      const { results } = parseList(await get('api/content/search', query, what, context), what);
      return new Map(results.map((result) => parseResponse(content, result, what)).map(({ id, type }) => [id, type]));
    },
    async findPage(spaceKey, title, options, context) {
      const what = `page '${title}' in space ${spaceKey}`;
      const query = { spaceKey, title, type: 'page' };
      const found = (await Array.fromAsync(listContent('api/content', query, options, what, context))).flat();
      return found.find((page) => page.title === title) ?? found[0];
    },
    async *listPages(selection: Selection, options, context) {
      if ('parentId' in selection) {
        const what = `the children of page ${selection.parentId}`;
        return yield* listContent(`api/content/${selection.parentId}/child/page`, {}, options, what, context);
      }
      const { spaceKey, label } = selection;
      if (label === undefined) {
        const query = { spaceKey, type: 'page', status: 'current' };
        return yield* listContent('api/content', query, options, `space ${spaceKey}`, context);
      }
      const cql = `space = ${quote(spaceKey)} and label = ${quote(label)} and type = page`;
      yield* listContent('api/content/search', { cql }, options, `label '${label}' in space ${spaceKey}`, context);
    },
    async *listVersions(id, context) {
      const what = `the versions of page ${id}`;
      const { uri } = await wiki.readPage(id, { withBody: false }, context);
      let start = 0;
      let path = `api/content/${id}/version`;
      for (;;) {
        const parameters = { start, limit: 200 };
        const response = await get(path, parameters, what, context).catch((error: unknown) => {
          if (!isNotFound(error) || path.startsWith('experimental/')) throw error;
          // Before Confluence 8 the list was experimental.
          path = `experimental/content/${id}/version`;
          return get(path, parameters, what, context);
        });
        const { results, hasMore } = parseList(response, what);
        for (const result of results) {
          const { number, when, by, message } = parseResponse(z.object(versionFields), result, what);
          yield { version: String(number), createdAt: when, author: by?.displayName, message, uri };
        }
        if (!hasMore) return;
        start += results.length;
      }
    },
    async isInSpace({ spaceKey }: Page, wanted) {
      return spaceKey?.toLowerCase() === wanted.toLowerCase();
    },
    async readNames(ids, context) {
      const what = 'the name of a person';
      const found = await mapBounded(ids, maxConcurrentRequests, async (id) => {
        // A link to a person contains the user key, or the user name in old pages.
        const query: Parameters = /^[\da-f]{32}$/.test(id) ? { key: id } : { username: id };
        const response = await get('api/user', query, what, context).catch((error: unknown) => {
          if (!isNotFound(error)) throw error;
          return {};
        });
        return [id, parseResponse(person, response, what).displayName ?? ''] as const;
      });
      return new Map(found.filter(([, name]) => name !== ''));
    },
  };
  return wiki;
}

function expansionsOf({ withBody }: ReadOptions): string {
  return `${withBody ? 'body.storage,' : ''}version,space`;
}

function isNotFound(error: unknown): boolean {
  return PromptError.isInstance(error) && error.code === 'NOT_FOUND';
}

/** Quotes a string for CQL. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
