import { findBlock } from './fake-blocks.ts';
import { writeFakeMarkdown } from './fake-markdown.ts';
import { FakeError, paginate } from './fake-response.ts';
import type { FakePage, FakeState } from './fake-state.ts';
import { pageJson } from './page-json.ts';
import { queryFakeRows } from './query-fake-rows.ts';

/** The result of a request: a body, or an error as Notion writes it. */
type Result = object | FakeError;

/** Responds to read requests as Notion does. */
export async function handleFakeRequest(request: Request, state: FakeState): Promise<Response> {
  const result = await routeRequest(request, state);
  const headers = { date: new Date(state.now).toUTCString(), 'content-type': 'application/json' };
  if (!(result instanceof FakeError)) return Response.json(result, { headers });
  const { status, code, message } = result;
  return Response.json({ object: 'error', status, code, message }, { status, headers });
}

async function routeRequest(request: Request, state: FakeState): Promise<Result> {
  const { pathname, searchParams } = new URL(request.url);
  const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
  if (!state.tokens.has(token)) return new FakeError(401, 'unauthorized', 'API token is invalid.');
  if (request.headers.get('notion-version') !== '2025-09-03') {
    return new FakeError(400, 'missing_version', 'Notion-Version header failed validation.');
  }
  const [, , kind, id = '', what, propertyId = ''] = pathname.split('/');
  const route = [request.method, kind, what].filter(Boolean).join(' ');
  switch (route) {
    case 'GET pages':
      return withPage(id, state, (page) => pageJson(page));
    case 'GET pages markdown':
      if (!state.hasMarkdown) break;
      return markdownOf(id, state);
    case 'GET pages properties':
      return withPage(id, state, (page) => {
        const items = page.moreItems.get(propertyId) ?? [];
        return paginate(items, searchParams);
      });
    case 'GET blocks children':
      return childrenOf(id, searchParams, state);
    case 'GET databases': {
      const dataSources = state.databases.get(id);
      if (!dataSources) return notFound('database', id);
      return { object: 'database', id, data_sources: dataSources.map((each) => ({ id: each, name: 'Rows' })) };
    }
    case 'GET data_sources': {
      const dataSource = state.dataSources.get(id);
      if (!dataSource?.isShared) return notFound('data_source', id);
      const properties = Object.entries(dataSource.columns).map(([name, type]) => [
        name,
        { id: name, name, type, [type]: {} },
      ]);
      return { object: 'data_source', id, properties: Object.fromEntries(properties) };
    }
    case 'POST data_sources query':
      if (!state.dataSources.get(id)?.isShared) return notFound('data_source', id);
      return queryFakeRows(id, await request.json(), state);
  }
  return new FakeError(400, 'invalid_request_url', 'Invalid request URL.');
}

function withPage(id: string, state: FakeState, toResult: (page: FakePage) => Result): Result {
  const page = state.pages.get(id);
  if (state.databases.has(id)) {
    return new FakeError(
      400,
      'validation_error',
      `Provided ID ${id} is a database, not a page. Use the retrieve database API instead.`,
    );
  }
  return page?.isShared ? toResult(page) : notFound('page', id);
}

function markdownOf(id: string, state: FakeState): Result {
  const page = state.pages.get(id);
  const block = [...state.pages.values()].flatMap(({ blocks }) => findBlock(blocks, id) ?? [])[0];
  if (page ? !page.isShared || page.isInTrash : !block) return notFound('page', id);
  if (page?.markdown) return { object: 'page_markdown', id, truncated: false, unknown_block_ids: [], ...page.markdown };
  const { markdown, unknownIds } = writeFakeMarkdown(page ? page.blocks : block ? [block] : []);
  return { object: 'page_markdown', id, markdown, truncated: false, unknown_block_ids: unknownIds };
}

function childrenOf(id: string, searchParams: URLSearchParams, state: FakeState): Result {
  const pages = [...state.pages.values()].filter(({ isShared, isInTrash }) => isShared && !isInTrash);
  const children =
    pages.find((page) => page.id === id)?.blocks ??
    pages.flatMap(({ blocks }) => findBlock(blocks, id) ?? [])[0]?.children;
  if (children === undefined) return notFound('block', id);
  return {
    ...paginate(
      children.map(({ json }) => json),
      searchParams,
    ),
    type: 'block',
    block: {},
  };
}

function notFound(kind: string, id: string): FakeError {
  const message = `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`;
  return new FakeError(404, 'object_not_found', message);
}
